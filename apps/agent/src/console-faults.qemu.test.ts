import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AgentPair } from "./testing/agent-pair.ts";
import type { TestConsole } from "./testing/test-console.ts";
import { until } from "./testing/until.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n";
let pair: AgentPair;

beforeAll(async () => (pair = await AgentPair.start()));
afterAll(() => pair[Symbol.asyncDispose]());

/** Reads on until there is so much more, and checks that it is exactly what was missed. Answers the next number. */
async function readOn(viewer: TestConsole, next: number, bytes = 200_000): Promise<number> {
  expect(viewer.first).toBe(next);
  await until("it reads on", () => viewer.bytes.length > bytes || undefined);
  const { text } = viewer;
  const wrong = [...text].filter((letter, at) => letter !== alphabet[(next + at) % alphabet.length]);
  expect(wrong.length).toBe(0);
  expect(viewer.last("gap")).toBeUndefined();
  return next + text.length;
}

describe("A client that comes back", () => {
  it("gets exactly what it missed, though agents are killed in the flood and the guest moves meanwhile", async () => {
    const { a, b } = pair;
    await pair.guest("flood", "letters");
    let next = 0;
    {
      await using viewer = await a.console("flood", "?from=0");
      next = await readOn(viewer, next);
      await a.end("SIGKILL");
      await until("it is cut off", () => viewer.closed);
      next = viewer.first + viewer.bytes.length;
    }
    await a.restart();
    await pair.seen("flood", "host-a");
    {
      await using viewer = await a.console("flood", `?from=${next}`);
      next = await readOn(viewer, next);
    }
    expect(await a.perform("migrations.start", { instance: "flood", target: "host-b" })).toMatchObject({
      status: "succeeded",
    });
    {
      await using viewer = await a.console("flood", `?from=${next}`);
      next = await readOn(viewer, next);
      await b.end("SIGKILL");
      await until("it is cut off", () => viewer.closed);
      next = viewer.first + viewer.bytes.length;
    }
    await b.restart();
    await pair.seen("flood", "host-b");
    await using viewer = await a.console("flood", `?from=${next}`);
    await readOn(viewer, next);
  });

  it("is told to come back when the host of its guest is gone, and by whom when its own agent stops", async () => {
    const { a, b } = pair;
    await pair.guest("lonely", "echo");
    await using far = await b.console("lonely");
    await using near = await a.console("lonely");
    await a.end("SIGTERM");
    expect(await until("it is told", () => near.closed)).toMatchObject({ code: 4004 });
    expect(await until("it is told", () => far.closed)).toMatchObject({ code: 4007 });
    await a.restart();
    await pair.seen("lonely", "host-a");
    await using again = await b.console("lonely");
    expect(again.last("hello")).toMatchObject({ host: "host-a", state: "running" });
  });
});

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Recording,
  recordingPageSchema,
  recordingReplySchema,
  recordingsSchema,
} from "@gantry/kvm-core/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { AgentPair } from "./testing/agent-pair.ts";
import type { TestAgent } from "./testing/test-agent.ts";
import { until } from "./testing/until.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n";
const lineSchema = z.tuple([z.number(), z.enum(["o", "i", "m"]), z.string()]);
let pair: AgentPair;
let a: TestAgent;
let b: TestAgent;

beforeAll(async () => {
  pair = await AgentPair.start();
  ({ a, b } = pair);
});
afterAll(() => pair[Symbol.asyncDispose]());

/** Waits until the guest has written so much more. */
async function written(agent: TestAgent, instance: string, bytes: number): Promise<void> {
  await using viewer = await agent.console(instance);
  await until("the guest has written more", () => viewer.bytes.length > bytes || undefined);
}

async function record(agent: TestAgent, input: object): Promise<Recording> {
  const { data, error } = await agent.mutate("console.startRecording", { name: "test", ...input });
  expect(error).toBeUndefined();
  return recordingReplySchema.parse(data).recording;
}

async function recordingsOf(agent: TestAgent, instance: string): Promise<Recording[]> {
  const { data } = await agent.query("console.recordings", { instance });
  return data === undefined ? [] : recordingsSchema.parse(data).recordings;
}

async function stop(agent: TestAgent, input: { instance: string; id: string }): Promise<Recording> {
  const { data, error } = await agent.mutate("console.stopRecording", input);
  expect(error).toBeUndefined();
  return recordingReplySchema.parse(data).recording;
}

async function play(agent: TestAgent, input: { instance: string; id: string }) {
  let text = "";
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const page = recordingPageSchema.parse(
      (await agent.query("console.recording", { ...input, offset })).data,
    );
    text += page.text;
    offset = page.next;
  }
  const [, ...lines] = text.trimEnd().split("\n");
  const events = lines.map((line) => lineSchema.parse(JSON.parse(line)));
  const of = (code: string) => events.filter(([, kind]) => kind === code).map(([, , data]) => data);
  return { events, of };
}

/** What the guest wrote, without the first event, which paints the screen it had before. */
function lettersOf(events: readonly z.output<typeof lineSchema>[]): string {
  return events
    .slice(1)
    .filter(([, code]) => code === "o")
    .map(([, , data]) => data)
    .join("");
}

describe("A recording", () => {
  it("begins with the screen as it is, and has take-overs, boots and marks where they happened", async () => {
    await pair.guest("taped", "echo");
    const instance = "taped";
    await using ada = await a.console(instance);
    await ada.untilText(">");
    ada.type("before");
    await ada.untilText("before");
    const { id } = await record(a, { instance });
    ada.type("one");
    await ada.untilText("one");
    await using bob = await b.console(instance);
    bob.control({ type: "seat", action: "take" });
    await until("bob has the seat", () => bob.last("seat")?.mine);
    bob.type("two");
    await ada.untilText("two");
    await a.mutate("console.markRecording", { instance, id, label: "look here" });
    await a.mutate("instances.reboot", { instance, hard: true });
    await until("it boots", () => ada.last("boot")?.n === 2 || undefined);
    await until("it is ready", () => ada.text.lastIndexOf(">") > ada.text.indexOf("two") || undefined);
    await until("the boot is marked", async () => (await recordingsOf(b, instance))[0]?.markers[2]);
    const ended = await stop(b, { instance, id });
    expect(ended).toMatchObject({ name: "test", by: "admin", withInput: false, cols: 80, rows: 24 });
    expect(ended.markers.map(({ label }) => label)).toEqual(["admin took over", "look here", "boot 2"]);
    const { events } = await play(b, { instance, id });
    const told = events.map(([, code, data]) => (code === "m" ? `[${data}]` : data)).join("");
    expect(told).toMatch(/^>before.*one.*\[admin took over\].*two.*\[look here\].*\[boot 2\].*>/s);
    expect(events.filter(([, code]) => code === "i")).toEqual([]);
  });

  it("of keystrokes has them only when that was chosen", async () => {
    await pair.guest("typed", "echo");
    const instance = "typed";
    await using viewer = await a.console(instance);
    await viewer.untilText(">");
    const [without, chosen] = [await record(a, { instance }), await record(a, { instance, withInput: true })];
    viewer.type("s3cret");
    await viewer.untilText("s3cret");
    for (const { id } of [without, chosen]) await stop(a, { instance, id });
    expect((await play(a, { instance, id: chosen.id })).of("i").join("")).toBe("s3cret");
    expect((await play(a, { instance, id: without.id })).of("i")).toEqual([]);
  });

  it("goes on exactly where it was when its agent is killed in the middle of a flood", async () => {
    await pair.guest("flooded", "letters");
    const instance = "flooded";
    await written(a, instance, 1000);
    const { id } = await record(a, { instance });
    await written(a, instance, 1_500_000);
    await a.end("SIGKILL");
    await a.restart();
    await written(a, instance, 500_000);
    const { from, to = 0 } = await stop(a, { instance, id });
    const { events, of } = await play(a, { instance, id });
    const letters = lettersOf(events);
    expect(letters.length).toBe(to - from);
    const wrong = [...letters].filter((letter, at) => letter !== alphabet[(from + at) % alphabet.length]);
    expect([wrong.length, of("m")]).toEqual([0, []]);
  });

  it("goes with its instance to another host, without a byte lost or repeated, and so do those that have ended", async () => {
    const { uuid } = await pair.guest("nomad", "letters");
    const instance = "nomad";
    await written(a, instance, 1000);
    const ended = await record(a, { instance, name: "ended" });
    await stop(a, { instance, id: ended.id });
    const { id } = await record(a, { instance });
    for (const [target, agent] of [
      ["host-b", b],
      ["host-a", a],
    ] as const) {
      await written(agent, instance, 100_000);
      expect(await a.perform("migrations.start", { instance, target })).toMatchObject({
        status: "succeeded",
      });
      await until(
        "both recordings have arrived",
        async () => (await recordingsOf(agent, instance)).length === 2 || undefined,
      );
      await written(agent, instance, 100_000);
    }
    await until("nothing is left behind", async () => {
      const files = await readdir(join(pair.directory, "host-b", "log", uuid));
      return !files.includes("recordings");
    });
    const { from, to = 0, markers } = await stop(b, { instance, id });
    expect(markers.map(({ label }) => label)).toEqual([
      "moved from host-a to host-b",
      "moved from host-b to host-a",
    ]);
    const { events } = await play(b, { instance, id });
    const letters = lettersOf(events);
    expect(letters.length).toBe(to - from);
    const wrong = [...letters].filter((letter, at) => letter !== alphabet[(from + at) % alphabet.length]);
    expect(wrong.length).toBe(0);
    expect((await play(b, { instance, id: ended.id })).events.length).toBeGreaterThan(0);
  });

  it("is not taken from a peer for an instance that is not here", async () => {
    const secret = (await readFile(join(b.stateDir, "peer.secret"), "utf8")).trim();
    const headers = { authorization: `Bearer ${secret}`, "x-gantry-peer": "host-a" };
    const part = {
      instance: "3a5b6c1e-7d4f-4a2b-9c8d-0e1f2a3b4c5d",
      id: "0123456789abcdef",
      offset: 0,
      text: "x",
    };
    const send = (input: object) =>
      b.send("/peer/trpc/receiveRecording", {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(input),
      });
    expect((await send(part)).error?.code).toBe("not_found");
    expect((await send({ ...part, id: "../../etc/passwd" })).error?.code).toBe("invalid_input");
    expect((await send({ ...part, instance: "../x" })).error?.code).toBe("invalid_input");
  });

  it("is gone with its instance", async () => {
    const { uuid } = await pair.guest("short", "echo");
    const instance = "short";
    await record(a, { instance });
    const { id } = await record(a, { instance });
    await stop(a, { instance, id });
    const log = join(pair.directory, "host-a", "log", uuid);
    expect(await readdir(log)).toContain("recordings");
    await a.perform("instances.stop", { instance, force: true });
    await a.perform("instances.delete", { instance });
    expect(await readdir(log)).not.toContain("recordings");
    expect((await a.query("console.recordings", { instance })).error?.code).toBe("not_found");
  });

  it("is made and ended by operators, under their name", async () => {
    await pair.guest("guarded", "echo");
    const instance = "guarded";
    const { data } = await a.mutate("auth.createToken", { name: "looker", role: "viewer" });
    const looker = { authorization: `Bearer ${z.object({ token: z.string() }).parse(data).token}` };
    const refused = await a.mutate("console.startRecording", { instance, name: "x" }, looker);
    expect(refused.error?.code).toBe("forbidden");
    const { id } = await record(a, { instance });
    await a.mutate("console.deleteRecording", { instance, id });
    expect(await recordingsOf(a, instance)).toEqual([]);
    const trail = z.object({ entries: z.array(z.looseObject({ action: z.string(), subject: z.string() })) });
    const { entries } = trail.parse((await a.query("audit.list", { limit: 10 })).data);
    const about = entries.filter(
      ({ action, subject }) => subject === instance && action.startsWith("console."),
    );
    expect(about).toMatchObject([
      { action: "console.deleteRecording", actor: "admin", result: "ok" },
      { action: "console.startRecording", actor: "admin", result: "ok" },
      { action: "console.startRecording", actor: "looker", result: "forbidden" },
    ]);
  });
});

import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostListSchema, instanceListSchema, operationReplySchema } from "@gantry/kvm-core/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "./testing/free-port.ts";
import { guestSpec } from "./testing/guest.ts";
import { TestAgent } from "./testing/test-agent.ts";
import { until } from "./testing/until.ts";

const stack = new AsyncDisposableStack();
let directory: string;
let a: TestAgent;
let b: TestAgent;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-post-copy-"))).path;
  const [portA, portB] = [await freePort(), await freePort()];
  const peer = (name: string, port: number) => ({
    name,
    url: `http://127.0.0.1:${port}`,
    secretFile: join(directory, name, "state/peer.secret"),
  });
  const env = { GANTRY_IMAGE_ROOTS: directory };
  a = stack.use(
    await TestAgent.start({ directory, name: "host-a", port: portA, peers: [peer("host-b", portB)], env }),
  );
  b = stack.use(
    await TestAgent.start({ directory, name: "host-b", port: portB, peers: [peer("host-a", portA)], env }),
  );
  await until("both see each other", async () => {
    const { hosts } = hostListSchema.parse((await a.query("hosts.list")).data);
    return hosts.every(({ status }) => status === "online") || undefined;
  });
});
afterAll(() => stack.disposeAsync());

/** Begins to move a guest that writes faster than the link may carry, and waits until it runs on the other host. */
async function halfMoved(name: string): Promise<string> {
  const spec = await guestSpec(directory, name, "scribbler");
  expect(await a.perform("instances.create", { spec, start: true })).toMatchObject({ status: "succeeded" });
  const options = { bandwidth: 300_000, allowedPauseMs: 1, timeoutSeconds: 1, onTimeout: "post-copy" };
  const begun = await a.mutate("migrations.start", { instance: name, target: "host-b", options });
  const { id } = operationReplySchema.parse(begun.data).operation;
  await until("it runs on the other host", async () => {
    const { operation } = operationReplySchema.parse((await a.query("operations.get", { id })).data);
    expect(operation.error).toBeUndefined();
    const hasResumed = operation.steps.some(
      ({ name: step, status }) => step === "resume" && status === "done",
    );
    const runsThere = operation.progress?.text.startsWith("It runs on host-b") === true;
    return hasResumed || runsThere ? true : undefined;
  });
  return id;
}

async function expectAnswersThere(name: string): Promise<void> {
  await until("it runs there, and nothing of it is here", async () => {
    const { instances } = instanceListSchema.parse((await b.query("instances.list")).data);
    const places = instances.filter((one) => one.name === name);
    const isThere = places.length === 1 && places[0]?.host === "host-b" && places[0].state === "running";
    return isThere ? true : undefined;
  });
  await using viewer = await b.console(name);
  viewer.type("?");
  await viewer.untilText("?");
}

describe("A guest that moves by post-copy between two agents", () => {
  it("runs there, and the operation says that it came by it", async () => {
    const id = await halfMoved("mover");
    const { operation } = operationReplySchema.parse((await a.query("operations.wait", { id })).data);
    expect(operation).toMatchObject({ status: "succeeded", result: { afterTimeout: "post-copy" } });
    await expectAnswersThere("mover");
  });

  it("loses nothing when the target's agent is killed before all of its memory has arrived", async () => {
    const id = await halfMoved("second");
    await b.end("SIGKILL");
    await b.restart();
    const { operation } = operationReplySchema.parse((await a.query("operations.wait", { id })).data);
    expect(operation).toMatchObject({ status: "succeeded", result: { outcome: "moved" } });
    await expectAnswersThere("second");
  });

  it("loses nothing when the source's agent is killed before all of its memory has arrived", async () => {
    await halfMoved("third");
    await a.end("SIGKILL");
    await a.restart();
    await until("the source has ended its half", async () =>
      (await a.guests()).length === 0 ? true : undefined,
    );
    await expectAnswersThere("third");
  });
});

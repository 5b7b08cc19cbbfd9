import { mkdir, mkdtempDisposable, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  hostListSchema,
  instanceListSchema,
  migrationResultSchema,
  operationReplySchema,
} from "@gantry/kvm-core/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "./testing/free-port.ts";
import { guestSpec } from "./testing/guest.ts";
import { TestAgent } from "./testing/test-agent.ts";
import { until } from "./testing/until.ts";

const stack = new AsyncDisposableStack();
let directory: string;
let copies: string;
let a: TestAgent;
let b: TestAgent;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-copies-"))).path;
  copies = join(directory, "copies");
  await mkdir(copies);
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
  await bothSeeEachOther();
});
afterAll(() => stack.disposeAsync());

async function bothSeeEachOther(): Promise<void> {
  for (const agent of [a, b]) {
    await until("both see each other", async () => {
      const { hosts } = hostListSchema.parse((await agent.query("hosts.list")).data);
      return hosts.every(({ status }) => status === "online") || undefined;
    });
  }
}

async function running(name: string): Promise<void> {
  const spec = await guestSpec(directory, name, "interactive");
  expect(await a.perform("instances.create", { spec, start: true })).toMatchObject({ status: "succeeded" });
}

function options(more: object = {}): object {
  return { copyDisks: ["root"], targetDirectory: copies, ...more };
}

/** Begins a migration that will not end by itself, and waits until its disk is being copied. */
async function copying(instance: string): Promise<string> {
  const begun = await a.mutate("migrations.start", {
    instance,
    target: "host-b",
    options: options({ bandwidth: 40_000 }),
  });
  const { id } = operationReplySchema.parse(begun.data).operation;
  await until("its disk is being copied", async () => {
    const { operation } = operationReplySchema.parse((await a.query("operations.get", { id })).data);
    expect(operation.error).toBeUndefined();
    return operation.progress?.text.startsWith("disks:") === true ? true : undefined;
  });
  return id;
}

async function writesAt(agent: TestAgent, instance: string): Promise<void> {
  await using viewer = await agent.console(instance);
  viewer.type("W");
  await viewer.untilText("w");
}

async function stateOf(agent: TestAgent, instance: string) {
  const { instances } = instanceListSchema.parse((await agent.query("instances.list")).data);
  return instances.find(({ name }) => name === instance);
}

describe("A disk that is not shared", () => {
  it("goes along through the agents' own connection", async () => {
    await running("mover");
    const moved = await a.perform("migrations.start", {
      instance: "mover",
      target: "host-b",
      options: options(),
    });
    expect(moved).toMatchObject({ status: "succeeded" });
    const { disks } = migrationResultSchema.parse(moved.result);
    expect(disks).toMatchObject([{ disk: "root", source: "kept", targetFile: join(copies, "mover.raw") }]);
    expect(await readdir(copies)).toEqual(["mover.raw"]);
    await writesAt(b, "mover");
    await b.perform("instances.stop", { instance: "mover", force: true });
    await b.perform("instances.delete", { instance: "mover", deleteDisks: true });
    expect(await readdir(copies)).toEqual([]);
  });
});

describe("While a disk is copied", () => {
  it("the target's agent may be killed: the guest runs on, and the next agent removes what was made", async () => {
    await running("one");
    const id = await copying("one");
    await b.end("SIGKILL");
    const { operation } = operationReplySchema.parse((await a.query("operations.wait", { id })).data);
    expect(operation).toMatchObject({ status: "failed", error: { code: "migration_failed" } });
    await writesAt(a, "one");
    await b.restart();
    await bothSeeEachOther();
    expect(await readdir(copies)).toEqual([]);
    expect(await b.guests()).toEqual([]);
    await a.perform("instances.stop", { instance: "one", force: true });
  });

  it("the source's agent may be killed: the guest runs on, and both sides clean up by themselves", async () => {
    await running("two");
    await copying("two");
    await a.end("SIGKILL");
    await until("the target has given up", async () => (await readdir(copies)).length === 0 || undefined);
    await until("its process is gone", async () => (await b.guests()).length === 0 || undefined);
    await a.restart();
    await bothSeeEachOther();
    await until("it is settled", async () => (await stateOf(a, "two"))?.state === "running" || undefined);
    await writesAt(a, "two");
    const moved = await until("it can be moved", async () => {
      const again = await a.mutate("migrations.start", {
        instance: "two",
        target: "host-b",
        options: options(),
      });
      return again.error === undefined ? operationReplySchema.parse(again.data).operation : undefined;
    });
    await a.query("operations.wait", { id: moved.id });
    await until("it runs there", async () => (await stateOf(b, "two"))?.host === "host-b" || undefined);
    await writesAt(b, "two");
  });
});

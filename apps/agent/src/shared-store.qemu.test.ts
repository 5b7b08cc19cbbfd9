import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findingSchema, hostListSchema, instanceListSchema } from "@gantry/kvm-core/model";
import { EtcdCluster } from "@gantry/store/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { freePort } from "./testing/free-port.ts";
import { guestSpec } from "./testing/guest.ts";
import { TestAgent } from "./testing/test-agent.ts";
import type { TestConsole } from "./testing/test-console.ts";
import { until } from "./testing/until.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n";
const stack = new AsyncDisposableStack();
let directory: string;
let etcd: EtcdCluster;
let a: TestAgent;
let b: TestAgent;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-shared-"))).path;
  etcd = stack.use(await EtcdCluster.start(1));
  const [portA, portB] = [await freePort(), await freePort()];
  const peer = (name: string, port: number) => ({
    name,
    url: `http://127.0.0.1:${port}`,
    secretFile: join(directory, name, "state/peer.secret"),
  });
  const env = { GANTRY_IMAGE_ROOTS: directory, GANTRY_STORE: etcd.setting };
  a = stack.use(
    await TestAgent.start({ directory, name: "host-a", port: portA, peers: [peer("host-b", portB)], env }),
  );
  b = stack.use(
    await TestAgent.start({ directory, name: "host-b", port: portB, peers: [peer("host-a", portA)], env }),
  );
  for (const agent of [a, b]) {
    await until("both see each other", async () => {
      const { hosts } = hostListSchema.parse((await agent.query("hosts.list")).data);
      return hosts.every(({ status }) => status === "online") || undefined;
    });
  }
});
afterAll(() => stack.disposeAsync());

async function rows(agent: TestAgent, name: string) {
  const { instances } = instanceListSchema.parse((await agent.query("instances.list")).data);
  return instances.filter((instance) => instance.name === name).map(({ host, state }) => ({ host, state }));
}

async function storeFindings(agent: TestAgent) {
  const { data } = await agent.query("host.doctor");
  const { findings } = z.object({ findings: z.array(findingSchema) }).parse(data);
  return findings.filter(({ code }) => code.startsWith("store") || code.startsWith("host_"));
}

async function killEtcd(): Promise<void> {
  for (const member of etcd.members) await member.end();
}

async function startEtcd(): Promise<void> {
  for (const member of etcd.members) member.start();
  await etcd.untilLed();
}

/** How many bytes are not the letter that their number says. */
function faults({ text, first }: TestConsole): number {
  return [...text].filter((letter, index) => letter !== alphabet[(first + index) % alphabet.length]).length;
}

async function untilGoesOn(viewer: TestConsole): Promise<void> {
  const before = viewer.bytes.length;
  await until("it goes on", () => viewer.bytes.length > before + 20_000 || undefined);
}

describe("Two agents with one etcd", () => {
  it("move a guest there and back, and its console loses and repeats nothing", async () => {
    await a.perform("instances.create", {
      spec: await guestSpec(directory, "mover", "letters"),
      start: true,
    });
    await using viewer = await b.console("mover");
    for (const target of ["host-b", "host-a"]) {
      expect(await a.perform("migrations.start", { instance: "mover", target })).toMatchObject({
        status: "succeeded",
        result: { outcome: "moved", target },
      });
      await until("both lists agree", async () => {
        const seen = JSON.stringify(await Promise.all([rows(a, "mover"), rows(b, "mover")]));
        const expected = [{ host: target, state: "running" }];
        return seen === JSON.stringify([expected, expected]) || undefined;
      });
      await untilGoesOn(viewer);
    }
    expect(faults(viewer)).toBe(0);
  });

  it("see each other announced, and the doctor says so", async () => {
    const [finding] = await until("both are announced", async () => {
      const found = await storeFindings(a);
      return found.length === 1 ? found : undefined;
    });
    expect(finding).toMatchObject({
      code: "store",
      level: "ok",
      message: expect.stringContaining("announced there: host-a, host-b."),
    });
  });

  it("run their guests on when it is killed, refuse to start more with the reason, and go on when it is back", async () => {
    await a.perform("instances.create", { spec: await guestSpec(directory, "later", "interactive") });
    await using viewer = await a.console("mover");
    await killEtcd();
    await untilGoesOn(viewer);
    expect(await rows(b, "mover")).toEqual([{ host: "host-a", state: "running" }]);
    expect(await a.perform("instances.start", { instance: "later" })).toMatchObject({
      status: "failed",
      error: { code: "store_unreachable" },
    });
    expect(await storeFindings(a)).toMatchObject([
      {
        code: "store_unreachable",
        level: "fail",
        fix: expect.stringContaining("members of the etcd cluster"),
      },
    ]);
    const moving = await a.perform("migrations.start", { instance: "mover", target: "host-b" });
    expect(moving.status).toBe("failed");
    await untilGoesOn(viewer);
    await startEtcd();
    await until("the store answers", async () => {
      const operation = await a.perform("instances.start", { instance: "later" });
      return operation.status === "succeeded" || undefined;
    });
    await until("the migration works", async () => {
      const operation = await a.perform("migrations.start", { instance: "mover", target: "host-b" });
      return operation.status === "succeeded" || undefined;
    });
    await untilGoesOn(viewer);
    expect(faults(viewer)).toBe(0);
    await a.perform("instances.stop", { instance: "later", force: true });
  });

  it("start without it: the running guest is there, nothing is started, and all comes back by itself", async () => {
    await b.end("SIGKILL");
    await killEtcd();
    await b.restart();
    await until("it is shown", async () => {
      const [row] = await rows(b, "mover");
      return row?.state === "running" || undefined;
    });
    await using viewer = await b.console("mover");
    await untilGoesOn(viewer);
    expect((await b.mutate("instances.pause", { instance: "mover" })).status).toBe(200);
    expect((await b.mutate("instances.resume", { instance: "mover" })).error).toMatchObject({
      code: "store_unreachable",
    });
    await startEtcd();
    await until("it goes on", async () => {
      const { status } = await b.mutate("instances.resume", { instance: "mover" });
      return status === 200 || undefined;
    });
    await untilGoesOn(viewer);
  });

  it("leave one guest, wherever it is, when it is killed in the midst of a move", async () => {
    const { data } = await b.mutate("migrations.start", { instance: "mover", target: "host-a" });
    const { operation } = z.object({ operation: z.object({ id: z.string() }) }).parse(data);
    await killEtcd();
    await startEtcd();
    await b.query("operations.wait", { id: operation.id });
    const host = await until("one host runs it", async () => {
      const [row, ...others] = await rows(a, "mover");
      return row?.state === "running" && others.length === 0 ? row.host : undefined;
    });
    const target = host === "host-a" ? "host-b" : "host-a";
    await until("it moves again", async () => {
      const again = await a.perform("migrations.start", { instance: "mover", target });
      return again.status === "succeeded" || undefined;
    });
  });
});

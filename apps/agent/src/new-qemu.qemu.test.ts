import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrationPlanSchema, migrationResultSchema } from "@gantry/kvm-core/model";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { freePort } from "./testing/free-port.ts";
import { guestSpec } from "./testing/guest.ts";
import { TestAgent } from "./testing/test-agent.ts";
import { typeThroughout } from "./testing/type-throughout.ts";
import { until } from "./testing/until.ts";

const stack = new AsyncDisposableStack();
let directory: string;
let a: TestAgent;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-new-qemu-"))).path;
  const env = { GANTRY_IMAGE_ROOTS: directory };
  a = stack.use(await TestAgent.start({ directory, name: "host-a", port: await freePort(), env }));
});
afterAll(() => stack.disposeAsync());

it("a console stays open over moves to new QEMU processes, goes on in the same numbers and misses nothing", async () => {
  const spec = await guestSpec(directory, "mover", "letters");
  await a.perform("instances.create", { spec, start: true });
  await using viewer = await a.console("mover", "?from=0");
  await until("it writes", () => viewer.bytes.length > 10_000 || undefined);
  const move = { instance: "mover", target: "host-a" };
  const { data } = await a.query("migrations.plan", move);
  expect(z.object({ plan: migrationPlanSchema }).parse(data).plan).toMatchObject({
    blocked: false,
    source: "host-a",
    target: "host-a",
  });
  for (let moves = 0; moves < 2; moves += 1) {
    const moved = await a.perform("migrations.start", move);
    expect(moved).toMatchObject({ status: "succeeded", kind: "instance.migrate", host: "host-a" });
    expect(migrationResultSchema.parse(moved.result)).toMatchObject({
      outcome: "moved",
      source: "host-a",
      target: "host-a",
    });
    const before = viewer.bytes.length;
    await until("it goes on", () => viewer.bytes.length > before + 50_000 || undefined);
  }
  expect(viewer.closed).toBeUndefined();
  expect(viewer.controls.filter(({ type }) => ["moved", "gap", "boot"].includes(type))).toEqual([]);
  const lines = viewer.text.slice(viewer.text.indexOf("A")).split(/\r?\n/).slice(0, -1);
  expect(lines.filter((line) => line !== "ABCDEFGHIJKLMNOPQRSTUVWXYZ")).toEqual([]);
});

it("what is typed at a console while its guest goes over to a new QEMU process arrives once and in order", async () => {
  const spec = await guestSpec(directory, "typist", "interactive");
  await a.perform("instances.create", { spec, start: true });
  await using viewer = await a.console("typist");
  await viewer.untilText("READY");
  const moving = a.perform("migrations.start", { instance: "typist", target: "host-a" });
  const { typed, echoed } = await typeThroughout(viewer, moving);
  expect(await moving).toMatchObject({ status: "succeeded" });
  expect(echoed).toBe(typed);
});

it("an agent that dies while a guest goes over tells, when it is back, how that ended", async () => {
  const spec = await guestSpec(directory, "orphan", "interactive");
  await a.perform("instances.create", { spec, start: true });
  await using viewer = await a.console("orphan");
  await viewer.untilText("READY");
  const slow = { bandwidth: 1_000_000 };
  const { data } = await a.mutate("migrations.start", {
    instance: "orphan",
    target: "host-a",
    options: slow,
  });
  const { operation } = z.object({ operation: z.object({ id: z.string() }) }).parse(data);
  await until("it is under way", async () => {
    const { data: now } = await a.query("operations.get", { id: operation.id });
    return JSON.stringify(now).includes('"name":"transfer","status":"running"') || undefined;
  });
  await a.end("SIGKILL");
  await a.restart();
  await until("it is told", async () => {
    const { data: now } = await a.query("operations.get", { id: operation.id });
    return JSON.stringify(now).includes('"status":"failed"') || undefined;
  });
  expect((await a.query("instances.get", { instance: "orphan" })).data).toMatchObject({ state: "running" });
});

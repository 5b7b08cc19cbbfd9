import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CuttableLink } from "@gantry/kvm-core/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "./testing/free-port.ts";
import { runGuest } from "./testing/guests.ts";
import { RealAgent } from "./testing/real-agent.ts";
import { until } from "./testing/until.ts";

/* Two agents; the tests follow each other: the target of a migration loses its power right after the hand-over. */
const stack = new AsyncDisposableStack();
let a: RealAgent;
let b: RealAgent;

beforeAll(async () => {
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-repair-"))).path;
  const portB = await freePort();
  const link = stack.use(await CuttableLink.open(portB));
  const placeA = { directory: join(directory, "a"), name: "host-a", port: await freePort() };
  const placeB = { directory: join(directory, "b"), name: "host-b", port: portB, link: link.port };
  a = stack.use(await RealAgent.startAt(placeA, [placeB]));
  b = stack.use(await RealAgent.startAt(placeB, [placeA]));
  await until("host-a sees host-b", async () => {
    const { stdout } = await a.gantry("host", "list");
    return /host-b +online/.test(stdout) || undefined;
  });
  await runGuest(a, directory, { name: "web-1", sector: "interactive" });
  link.cutAfter("/peer/trpc/commit", () => b.cutPower());
});
afterAll(() => stack.disposeAsync());

test("a migration that needs a person ends with 10, and so does looking again, with the evidence of both hosts", async () => {
  const moved = await a.gantry("migrate", "web-1", "--to", "host-b");
  expect([moved.code, moved.stderr]).toEqual([10, expect.stringContaining("host-b is the safe side")]);
  await until("host-b is missed", async () => {
    const { stdout } = await a.gantry("host", "list");
    return !/host-b +online/.test(stdout) || undefined;
  });
  const seen = await a.gantry("migrate", "web-1", "--recover");
  expect(seen.code).toBe(10);
  expect(seen.stdout).toMatch(/^web-1 +host-a +host-b$/m);
  expect(seen.stdout).toMatch(/^record +owner host-b, epoch 2, committed +-$/m);
  expect(seen.stdout).toMatch(/^QEMU says +postmigrate +-$/m);
  expect(seen.stdout).toContain("power host-b off first");
  expect(seen.stderr).toContain("Bring host-b back");
  const { code, stdout } = await a.gantry("migrate", "web-1", "--recover", "--json");
  expect([code, JSON.parse(stdout)]).toMatchObject([
    10,
    { outcome: "in-doubt", evidence: { doubt: { reason: "target-unreachable" } } },
  ]);
});

test("a choice is not made without --yes, nor for the side that is away, and then it is made", async () => {
  const unsaid = await a.gantry("migrate", "web-1", "--recover", "--choose", "source");
  expect([unsaid.code, unsaid.stderr]).toEqual([10, expect.stringContaining("--choose source --yes")]);
  const wrong = await a.gantry("migrate", "web-1", "--recover", "--choose", "target", "--yes");
  expect([wrong.code, wrong.stderr]).toEqual([4, expect.stringContaining("host-b does not answer")]);
  const both = await a.gantry("migrate", "web-1", "--to", "host-b", "--recover");
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining("not both")]);
  const taken = await a.gantry("migrate", "web-1", "--recover", "--choose", "source", "--yes");
  expect([taken.code, taken.stderr]).toEqual([0, ""]);
  expect(taken.stdout).toContain("Nothing of web-1 is in doubt.");
  expect(await a.json("start", "web-1")).toMatchObject({ operation: { status: "succeeded" } });
});

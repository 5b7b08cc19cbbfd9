import {
  evacuationPlanSchema,
  evacuationResultSchema,
  hostListSchema,
  migrationPlanSchema,
  type Operation,
  operationReplySchema,
} from "@gantry/kvm-core/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { AgentPair } from "./testing/agent-pair.ts";
import { freePort } from "./testing/free-port.ts";
import { guestSpec } from "./testing/guest.ts";
import type { TestAgent } from "./testing/test-agent.ts";
import { until } from "./testing/until.ts";

/* Two agents; the tests follow each other: guests move there and back. */
const stack = new AsyncDisposableStack();
let pair: AgentPair;
const planReplySchema = z.object({ plan: evacuationPlanSchema });
/** So slow that no guest arrives before it is told to stop. */
const slowly = { migration: { bandwidth: 20_000 } };

beforeAll(async () => {
  pair = stack.use(await AgentPair.start());
  await untilOnline();
});
afterAll(() => stack.disposeAsync());

async function untilOnline(): Promise<void> {
  for (const agent of [pair.a, pair.b]) {
    await until(
      "both see each other",
      async () => (await hostsSeenBy(agent)).every(({ status }) => status === "online") || undefined,
    );
  }
}

async function hostsSeenBy(agent: TestAgent) {
  return hostListSchema.parse((await agent.query("hosts.list")).data).hosts;
}

/** Ends the maintenance of both, and waits until both know. */
async function endMaintenance(): Promise<void> {
  for (const host of ["host-a", "host-b"]) await pair.a.mutate("hosts.maintenance", { host, on: false });
  for (const agent of [pair.a, pair.b]) {
    await until(
      "no host is in maintenance",
      async () => (await hostsSeenBy(agent)).every((host) => host.maintenance === undefined) || undefined,
    );
  }
}

async function operationNow(agent: TestAgent, id: string): Promise<Operation> {
  return operationReplySchema.parse((await agent.query("operations.get", { id })).data).operation;
}

const rowsOf = ({ result }: Operation) => evacuationResultSchema.parse(result).rows;
const outcomesOf = (operation: Operation) =>
  Object.fromEntries(rowsOf(operation).map(({ instance, outcome }) => [instance, outcome]));

/** Begins to empty a host so slowly that it does not end, and waits until its first guest could be cancelled. */
async function emptyingSlowly(agent: TestAgent, host: string): Promise<string> {
  const begun = await agent.mutate("hosts.evacuate", { host, options: { order: ["one"], ...slowly } });
  const { id } = operationReplySchema.parse(begun.data).operation;
  await until("the first guest is on its way", async () => {
    const operation = await operationNow(agent, id);
    expect(operation.error).toBeUndefined();
    const child = operation.result && rowsOf(operation).find(({ instance }) => instance === "one")?.operation;
    return child === undefined ? undefined : (await operationNow(agent, child)).progress;
  });
  return id;
}

describe("A host in maintenance", () => {
  it("is shown as such by every agent, with who said so and why, also after a restart, and in the trail", async () => {
    const set = await pair.a.mutate("hosts.maintenance", { host: "host-b", on: true, reason: "new memory" });
    expect(set.data).toMatchObject({ host: "host-b", maintenance: { by: "admin", reason: "new memory" } });
    await pair.b.end("SIGKILL");
    await pair.b.restart();
    for (const agent of [pair.a, pair.b]) {
      const row = await until("it is seen", async () =>
        (await hostsSeenBy(agent)).find(({ name, status, maintenance }) => {
          return name === "host-b" && status === "online" && maintenance !== undefined;
        }),
      );
      expect(row.maintenance).toMatchObject({ by: "admin", reason: "new memory" });
    }
    expect((await pair.a.query("host.doctor", { host: "host-b" })).data).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({
          code: "maintenance",
          level: "warn",
          fix: "gantry host maintenance host-b off",
        }),
      ]),
    });
    const { data } = await pair.b.query("audit.list", {});
    expect(data).toMatchObject({
      entries: expect.arrayContaining([
        expect.objectContaining({
          action: "hosts.maintenance",
          subject: "host-b",
          host: "host-b",
          result: "ok",
        }),
      ]),
    });
  });

  it("takes no guest that moves: the check says since when, by whom and why, and what to do", async () => {
    await pair.guest("one", "interactive");
    const input = { instance: "one", target: "host-b" };
    const { plan } = z
      .object({ plan: migrationPlanSchema })
      .parse((await pair.a.query("migrations.plan", input)).data);
    expect(plan.blocked).toBe(true);
    expect(plan.checks.filter(({ level }) => level === "fail")).toMatchObject([
      {
        code: "host_maintenance",
        evidence: expect.stringMatching(/^since .*, by admin: new memory$/),
        fix: expect.stringContaining("gantry host maintenance host-b off"),
      },
    ]);
    expect(await pair.a.perform("migrations.start", input)).toMatchObject({
      status: "failed",
      error: { code: "checks_refused" },
    });
    await pair.seen("one", "host-a");
  });

  it("lets nobody create, clone or start an instance there who does not say that he knows", async () => {
    const spec = await guestSpec(pair.directory, "held", "interactive");
    const refusal = {
      code: "host_maintenance",
      message: expect.stringContaining("(new memory)"),
      hint: expect.stringContaining("--even-in-maintenance"),
    };
    expect((await pair.a.mutate("instances.create", { spec, host: "host-b" })).error).toMatchObject(refusal);
    const create = { spec, host: "host-b", evenInMaintenance: true };
    expect(await pair.a.perform("instances.create", create)).toMatchObject({ status: "succeeded" });
    const start = { instance: "held" };
    expect((await pair.b.mutate("instances.start", start)).error).toMatchObject(refusal);
    expect((await pair.b.mutate("instances.clone", { ...start, name: "copy" })).error).toMatchObject(refusal);
    expect(await pair.b.perform("instances.start", { ...start, evenInMaintenance: true })).toMatchObject({
      status: "succeeded",
    });
    // What runs is not touched, and can be stopped.
    await pair.seen("held", "host-b");
    await pair.b.perform("instances.stop", { instance: "held", force: true });
    await pair.b.perform("instances.delete", { instance: "held" });
    await endMaintenance();
  });
});

describe("To empty a host", () => {
  it("is planned first: what moves and where to, what stays, and what is blocked with its fix", async () => {
    await pair.guest("two", "interactive");
    await pair.guest("three", "interactive");
    await pair.guest("deaf", "interactive");
    await using console = await pair.a.console("deaf");
    await console.untilText("READY");
    // From now on it does not hear the power button.
    console.type("H");
    const forwarded = await guestSpec(pair.directory, "tied", "interactive");
    // On one machine both hosts have the same ports: what the guest here holds cannot be had there.
    const nics = [{ network: { user: { forward: [{ host: await freePort(), guest: 22 }] } } }];
    await pair.a.perform("instances.create", { spec: { ...forwarded, nics }, start: true });
    const off = await guestSpec(pair.directory, "off", "interactive");
    await pair.a.perform("instances.create", { spec: off });
    // Asked of the other host's agent.
    const input = { host: "host-a", options: { order: ["two"] } };
    const { plan } = planReplySchema.parse((await pair.b.query("hosts.evacuationPlan", input)).data);
    expect(plan.rows[0]).toMatchObject({ instance: "two", class: "movable", target: "host-b" });
    expect(Object.fromEntries(plan.rows.map((row) => [row.instance, row.class]))).toEqual({
      one: "movable",
      two: "movable",
      three: "movable",
      deaf: "movable",
      tied: "blocked",
      off: "stays",
    });
    const tied = plan.rows.find(({ instance }) => instance === "tied");
    expect(tied?.fix).toMatch(/\S/);
    expect(plan.maintenance).toBeUndefined();
    const wrong = {
      host: "host-a",
      options: { order: ["nobody"], choices: { one: { do: "move", target: "x" } } },
    };
    for (const { error } of [
      await pair.b.query("hosts.evacuationPlan", wrong),
      await pair.b.mutate("hosts.evacuate", wrong),
    ])
      expect(error).toMatchObject({
        code: "invalid_input",
        details: {
          faults: [{ path: "options.order.0" }, { path: "options.choices.one.target" }],
        },
      });
  });

  it("moves one after the other, goes on when one fails, and says of each what became of it", async () => {
    const options = {
      shutdownTimeoutSeconds: 1,
      choices: { three: { do: "shut-down" }, deaf: { do: "shut-down" } },
    };
    const ended = await pair.a.perform("hosts.evacuate", { host: "host-a", options, reason: "a new kernel" });
    expect(outcomesOf(ended)).toEqual({
      one: "moved",
      two: "moved",
      three: "shut-down",
      deaf: "failed",
      tied: "blocked",
      off: "stays",
    });
    expect(ended).toMatchObject({
      status: "failed",
      error: {
        code: "migration_failed",
        message: expect.stringContaining("2 moved, 1 shut down, 1 failed, 1 blocked, 1 not to be moved"),
        where:
          "On host-b now: one, two. Shut down, on host-a: three. Still on host-a, as they were: deaf, tied.",
      },
    });
    await pair.seen("one", "host-b");
    await pair.seen("two", "host-b");
    await pair.seen("deaf", "host-a");
    await pair.seen("tied", "host-a");
    const here = (await hostsSeenBy(pair.a)).find(({ name }) => name === "host-a");
    expect(here?.maintenance).toMatchObject({ by: "admin", reason: "a new kernel" });
    const children = rowsOf(ended).flatMap(({ operation }) => operation ?? []);
    expect(children).toHaveLength(4);
    expect(await operationNow(pair.b, children[0] ?? "")).toMatchObject({ status: "succeeded" });
    for (const instance of ["tied", "off", "three", "deaf"]) {
      await pair.a.mutate("instances.stop", { instance, force: true });
      await until(
        "it is gone",
        async () => (await pair.a.perform("instances.delete", { instance }).catch(() => undefined)) && true,
      );
    }
    await endMaintenance();
  });

  it("can be cancelled: what is on its way stays, what has not begun does not begin", async () => {
    const id = await emptyingSlowly(pair.a, "host-b");
    expect((await pair.b.mutate("hosts.evacuate", { host: "host-b" })).error).toMatchObject({ code: "busy" });
    expect((await operationNow(pair.a, id)).progress?.fraction).toBeLessThan(1);
    await pair.a.mutate("operations.cancel", { id });
    const { operation } = operationReplySchema.parse((await pair.a.query("operations.wait", { id })).data);
    expect(outcomesOf(operation)).toEqual({ one: "cancelled", two: "not-begun" });
    expect(operation).toMatchObject({
      status: "cancelled",
      error: { code: "cancelled", where: "Still on host-b, as they were: one, two." },
    });
    await pair.seen("one", "host-b");
    await pair.seen("two", "host-b");
    await endMaintenance();
  });

  it("ends with its agent, and says what it did not do; its guests run on where they were", async () => {
    const id = await emptyingSlowly(pair.b, "host-b");
    await pair.b.end("SIGKILL");
    await pair.b.restart();
    const operation = await operationNow(pair.b, id);
    expect(outcomesOf(operation)).toEqual({ one: "interrupted", two: "not-begun" });
    expect(operation).toMatchObject({
      status: "failed",
      error: { code: "cancelled", hint: expect.stringContaining("finished or taken back by themselves") },
    });
    await pair.seen("one", "host-b");
    await pair.seen("two", "host-b");
    await endMaintenance();
    const emptied = await pair.a.perform("hosts.evacuate", { host: "host-b", options: { concurrency: 2 } });
    expect(emptied).toMatchObject({ status: "succeeded", progress: { fraction: 1 } });
    expect(outcomesOf(emptied)).toEqual({ one: "moved", two: "moved" });
    await pair.seen("one", "host-a");
    await pair.seen("two", "host-a");
  });
});

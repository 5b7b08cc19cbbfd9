import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Evidence,
  evidenceSchema,
  instanceListSchema,
  type Operation,
  operationReplySchema,
  operationSchema,
  recoverReplySchema,
} from "@gantry/kvm-core/model";
import { CuttableLink } from "@gantry/kvm-core/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { freePort } from "./testing/free-port.ts";
import { guestSpec } from "./testing/guest.ts";
import { TestAgent } from "./testing/test-agent.ts";
import { until } from "./testing/until.ts";

/* Two agents; the tests follow each other: they are the story of one migration whose target loses its power. */
const stack = new AsyncDisposableStack();
const name = "web-1";
let a: TestAgent;
let b: TestAgent;
let link: CuttableLink;
let moving: Operation;

beforeAll(async () => {
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-repair-"))).path;
  const [portA, portB] = [await freePort(), await freePort()];
  link = stack.use(await CuttableLink.open(portB));
  const peer = (host: string, port: number) => ({
    name: host,
    url: `http://127.0.0.1:${port}`,
    secretFile: join(directory, host, "state/peer.secret"),
  });
  const env = { GANTRY_IMAGE_ROOTS: directory };
  const placeA = { directory, name: "host-a", port: portA, peers: [peer("host-b", link.port)], env };
  const placeB = {
    directory,
    name: "host-b",
    port: portB,
    peers: [peer("host-a", portA)],
    env: { ...env, GANTRY_ALLOWED_HOSTS: `127.0.0.1:${link.port}` },
  };
  a = stack.use(await TestAgent.start(placeA));
  b = stack.use(await TestAgent.start(placeB));
  await until("host-a sees host-b", async () => (await online(a)) || undefined);
  const spec = await guestSpec(directory, name, "interactive");
  await a.perform("instances.create", { spec, start: true });
});
afterAll(() => stack.disposeAsync());

async function online(agent: TestAgent): Promise<boolean> {
  const { hosts } = z
    .object({ hosts: z.array(z.object({ status: z.string() })) })
    .parse((await agent.query("hosts.list")).data);
  return hosts.every(({ status }) => status === "online");
}

async function evidence(agent: TestAgent): Promise<Evidence> {
  return evidenceSchema.parse((await agent.query("migrations.evidence", { instance: name })).data);
}

async function operation(): Promise<Operation> {
  return operationReplySchema.parse((await a.query("operations.get", { id: moving.id })).data).operation;
}

it("a target that loses its power right after the hand-over leaves a doubt with a fixed text, in the operation too", async () => {
  link.cutAfter("/peer/trpc/commit", async () => {
    await b.end("SIGKILL");
    for (const pid of await b.guests()) process.kill(pid, "SIGKILL");
  });
  const begun = await a.mutate("migrations.start", { instance: name, target: "host-b" });
  moving = operationReplySchema.parse(begun.data).operation;
  const ended = await a.query("operations.wait", { id: moving.id, timeoutSeconds: 120 });
  moving = operationReplySchema.parse(ended.data).operation;
  expect(moving).toMatchObject({
    status: "in-doubt",
    error: {
      code: "migration_in_doubt",
      message: "web-1 was handed over from host-a to host-b, and host-b does not answer since.",
      where: expect.stringContaining("host-b is the safe side"),
      details: { reason: "target-unreachable", command: "gantry migrate web-1 --recover" },
    },
  });
});

it("the evidence says of both hosts what is known of them, when, and what follows", async () => {
  await until("host-b is missed", async () => !(await online(a)) || undefined);
  expect(await evidence(a)).toMatchObject({
    instance: name,
    doubt: { reason: "target-unreachable", source: "host-a", target: "host-b" },
    hosts: [
      {
        host: "host-a",
        answers: true,
        own: {
          holds: "instance",
          record: { owner: "host-b", state: "committed" },
          process: { alive: true },
          qemu: { status: "postmigrate", migration: "completed" },
          journal: expect.arrayContaining([expect.stringMatching(/ migrating [0-9a-f]{16} to host-b$/)]),
        },
      },
      { host: "host-b", answers: false, lastSeen: expect.any(String), reason: expect.any(String) },
    ],
  });
});

it("looking again settles nothing as long as the target is away, also after the agent was restarted", async () => {
  await a.end("SIGKILL");
  await a.restart();
  const again = recoverReplySchema.parse((await a.mutate("migrations.recover", { instance: name })).data);
  expect(again).toMatchObject({ outcome: "in-doubt", evidence: { doubt: { reason: "target-unreachable" } } });
  expect(await operation()).toMatchObject({ status: "in-doubt" });
});

it("a choice needs an administrator, the name of the instance, and the side that is there", async () => {
  const link = await a.mutate("auth.createToken", { name: "op", role: "operator" });
  const { token } = z.object({ token: z.string() }).parse(link.data);
  const asOperator = { authorization: `Bearer ${token}` };
  const choice = { instance: name, choose: "source", confirm: name };
  expect((await a.mutate("migrations.recover", choice, asOperator)).error).toMatchObject({
    code: "forbidden",
  });
  expect((await a.mutate("migrations.recover", { ...choice, confirm: "web-2" })).error).toMatchObject({
    code: "invalid_input",
    details: { faults: [{ path: "confirm" }] },
  });
  expect((await a.mutate("migrations.recover", { ...choice, choose: "target" })).error).toMatchObject({
    code: "wrong_state",
    message: expect.stringContaining("host-b does not answer"),
  });
  expect((await evidence(a)).doubt).toMatchObject({ reason: "target-unreachable" });
});

it("a person takes the instance over, which is told by the operation and kept in the audit trail", async () => {
  const choice = { instance: name, choose: "source", confirm: name };
  const taken = recoverReplySchema.parse((await a.mutate("migrations.recover", choice)).data);
  expect(taken.outcome).toBe("settled");
  expect(await operation()).toMatchObject({
    status: "failed",
    error: { code: "migration_failed", where: expect.stringContaining("web-1 is stopped on host-a") },
  });
  const trail = z
    .object({ entries: z.array(z.object({ action: z.string(), subject: z.string(), result: z.string() })) })
    .parse((await a.query("audit.list", {})).data);
  const recorded = trail.entries.filter(({ action }) => action === "migrations.recover");
  expect(recorded.map(({ result }) => result).toSorted()).toEqual(
    ["forbidden", "invalid_input", "ok", "ok", "wrong_state"].toSorted(),
  );
  expect(await a.perform("instances.start", { instance: name })).toMatchObject({ status: "succeeded" });
});

it("when the power is back the target gives its copy up by itself, and there is one guest", async () => {
  link.mend();
  await b.restart();
  await until("the copy on host-b is gone", async () => {
    const { instances } = instanceListSchema.parse((await b.query("instances.list")).data);
    const rows = instances.filter((row) => row.name === name);
    return (rows.length === 1 && rows[0]?.host === "host-a" && rows[0].state === "running") || undefined;
  });
  expect(await b.guests()).toEqual([]);
  expect(await a.guests()).toHaveLength(1);
  const refused = (await a.mutate("migrations.recover", { instance: name, choose: "source", confirm: name }))
    .error;
  expect(refused).toMatchObject({ code: "wrong_state", message: expect.stringContaining("nothing of its") });
});

it("a migration that its source's agent was killed in is told with its end, not with the agent's", async () => {
  const slow = { instance: name, target: "host-b", options: { bandwidth: 20_000 } };
  await until("host-a sees host-b", async () => (await online(a)) || undefined);
  const begun = operationReplySchema.parse((await a.mutate("migrations.start", slow)).data).operation;
  await until("it is at it", async () => {
    const { steps } = operationReplySchema.parse(
      (await a.query("operations.get", { id: begun.id })).data,
    ).operation;
    return steps.some((step) => step.name === "transfer" && step.status === "running") || undefined;
  });
  await a.end("SIGKILL");
  await a.restart();
  const ended = operationReplySchema.parse(
    (await a.query("operations.wait", { id: begun.id, timeoutSeconds: 60 })).data,
  ).operation;
  expect(operationSchema.parse(ended)).toMatchObject({
    status: "failed",
    error: {
      code: "migration_failed",
      message: expect.stringContaining("the agent on host-a was restarted"),
      where: expect.stringContaining("web-1 is running on host-a"),
    },
  });
});

import { createPublicKey } from "node:crypto";
import { mkdtempDisposable, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  auditEntrySchema,
  checkSchema,
  errorBodySchema,
  hostInfoSchema,
  hostListSchema,
  instanceListSchema,
  invitationSchema,
  migrationProtocol,
  migrationResultSchema,
  prepareReplySchema,
} from "@gantry/kvm-core/model";
import { openStore } from "@gantry/store";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { hashOf, newSecret } from "./auth/secret.ts";
import { newKey } from "./identity/authority.ts";
import { readJoinToken, writeJoinToken } from "./joining/join-token.ts";
import {
  foreignCertificate,
  knock,
  ownCertificate,
  type Shown,
  stolenCertificate,
} from "./testing/forged-peer.ts";
import { freePort } from "./testing/free-port.ts";
import { guestSpec } from "./testing/guest.ts";
import { TestAgent } from "./testing/test-agent.ts";
import { until } from "./testing/until.ts";

/* Hosts that join one after the other; the tests follow each other: they are the life of their union. */
const stack = new AsyncDisposableStack();
let directory: string;
let a: TestAgent;
let b: TestAgent;
let c: TestAgent;

const refusalSchema = z.object({ error: z.object({ data: z.object({ gantry: errorBodySchema }) }) });

async function startHost(name: string, env: Record<string, string> = {}, below = "."): Promise<TestAgent> {
  const common = {
    GANTRY_IMAGE_ROOTS: directory,
    GANTRY_PEER_LISTEN: `127.0.0.1:${await freePort()}`,
  };
  const options = { directory: join(directory, below), name, port: await freePort() };
  return stack.use(await TestAgent.start({ ...options, env: { ...common, ...env } }));
}

async function hostsSeenBy(agent: TestAgent) {
  return hostListSchema.parse((await agent.query("hosts.list")).data).hosts;
}

async function rowSeenBy(agent: TestAgent, instance: string) {
  const { instances } = instanceListSchema.parse((await agent.query("instances.list")).data);
  return instances.find(({ name }) => name === instance);
}

async function invite(agent: TestAgent, input: object = {}): Promise<string> {
  return invitationSchema.parse((await agent.mutate("hosts.invite", input)).data).token;
}

function untilAllSeeAll(agents: readonly TestAgent[]): Promise<unknown> {
  const names = agents.map(({ options }) => options.name).toSorted();
  return until("all see all", async () => {
    const lists = await Promise.all(agents.map(hostsSeenBy));
    return lists.every(
      (list) =>
        list.every(({ status }) => status === "online") &&
        JSON.stringify(list.map(({ name }) => name).toSorted()) === JSON.stringify(names),
    );
  });
}

/** Why an agent turned somebody away, as its audit trail has it. */
async function refusalsBy(agent: TestAgent): Promise<string[]> {
  const trail = z.object({ entries: z.array(auditEntrySchema) });
  const { entries } = trail.parse((await agent.query("audit.list", { limit: 200 })).data);
  return entries
    .filter(({ action, host }) => action === "peer.refuse" && host === agent.options.name)
    .map(({ actor, subject }) => `${actor}: ${subject}`);
}

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-join-"))).path;
  [a, b, c] = await Promise.all([startHost("host-a"), startHost("host-b"), startHost("host-c")]);
});
afterAll(() => stack.disposeAsync());

describe("A host", () => {
  it("joins with a token, and every host soon sees every other", async () => {
    const joined = await b.mutate("hosts.join", { token: await invite(a, { name: "host-b" }) });
    expect(joined.data).toEqual({ host: "host-b", hosts: ["host-a"] });
    await untilAllSeeAll([a, b]);
    // From a host that does not sign: it asks the one that does.
    expect((await c.mutate("hosts.join", { token: await invite(b) })).data).toEqual({
      host: "host-c",
      hosts: ["host-a", "host-b"],
    });
    await untilAllSeeAll([a, b, c]);
    const [own] = await hostsSeenBy(c);
    expect(own).toMatchObject({ name: "host-c", self: true, address: c.peerAddress });
    expect((await hostsSeenBy(a)).find(({ name }) => name === "host-c")).toMatchObject({
      address: c.peerAddress,
      fingerprint: own?.fingerprint,
    });
  });

  it("keeps its keys to itself, and the authority's only where it was made", async () => {
    for (const agent of [a, b, c])
      expect((await stat(join(agent.stateDir, "tls/host.pem"))).mode & 0o777).toBe(0o600);
    expect((await stat(join(a.stateDir, "tls/ca.key"))).mode & 0o777).toBe(0o600);
    for (const agent of [b, c])
      await expect(stat(join(agent.stateDir, "tls/ca.key"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("is told what is wrong when it cannot join, and the token is good until it has joined", async () => {
    const token = await invite(a, { name: "host-d" });
    const read = readJoinToken(token);
    const closed = `127.0.0.1:${await freePort()}`;
    await using agent = await startHost("host-d", {}, "joining");
    const failure = async (changed: Partial<typeof read>) =>
      (await agent.mutate("hosts.join", { token: writeJoinToken({ ...read, ...changed }) })).error;
    expect([
      await failure({ addresses: [closed] }),
      await failure({ authority: "0".repeat(64) }),
      await failure({ host: "host-b" }),
      await failure({ secret: newSecret() }),
      (await agent.mutate("hosts.join", { token: token.slice(0, -20) })).error,
    ]).toMatchObject([
      { code: "host_unreachable", message: `host-a does not answer at ${closed}.` },
      { code: "certificate_refused", message: expect.stringContaining("another authority") },
      { code: "certificate_refused", message: expect.stringContaining("shows the certificate of host-a") },
      { code: "forbidden", message: "This join token is not known here." },
      { code: "invalid_input" },
    ]);
    expect((await agent.mutate("hosts.join", { token })).error).toBeUndefined();
    expect((await a.mutate("hosts.remove", { name: "host-d" })).error).toBeUndefined();
  });

  it("is let in only in its own name, from its own address and at the right time", async () => {
    const { secret } = readJoinToken(await invite(a, { name: "host-e" }));
    const { secret: anyone } = readJoinToken(await invite(a));
    const publicKey = createPublicKey(await newKey()).export({ type: "spki", format: "pem" });
    const closed = `https://127.0.0.1:${await freePort()}`;
    const asked = { secret, host: "host-e", url: closed, publicKey, alternatives: [], at: Date.now() };
    const refusal = async (changed: object) => {
      const { body } = await knock(a, "/join/join", { body: { ...asked, ...changed } });
      return refusalSchema.parse(body).error.data.gantry;
    };
    const url = `https://${b.peerAddress}`;
    expect([
      await refusal({ at: Date.now() + 3 * 86_400_000 }),
      await refusal({}),
      await refusal({ url }),
      await refusal({ host: "host-f" }),
      await refusal({ secret: anyone, host: "host-c" }),
      await refusal({ publicKey: "none" }),
      await refusal({ role: "admin" }),
    ]).toMatchObject([
      { code: "checks_refused", message: "The clock of host-e is 3 days ahead of that of host-a." },
      { code: "host_unreachable", message: expect.stringContaining(`cannot reach host-e at ${closed}`) },
      { code: "certificate_refused", message: `Whoever answers at ${url} is not host-e.` },
      { code: "forbidden", message: "This join token is for host-e, not for host-f." },
      { code: "name_taken" },
      { code: "invalid_input" },
      { code: "invalid_input" },
    ]);
  });

  it("cannot use a token twice, nor late, nor join two authorities", async () => {
    const token = await invite(a);
    await using agent = await startHost("host-d", {}, "twice");
    expect((await agent.mutate("hosts.join", { token })).error).toBeUndefined();
    expect((await agent.mutate("hosts.join", { token: await invite(a) })).error).toMatchObject({
      code: "wrong_state",
    });
    await using late = await startHost("host-e", {}, "twice");
    expect((await late.mutate("hosts.join", { token })).error).toMatchObject({
      code: "forbidden",
      message: "This join token was used by host-d.",
    });
    const secret = newSecret();
    {
      using store = openStore(join(a.stateDir, "agent.db"));
      store.invitations.add({ hash: hashOf(secret), name: undefined, expiresAt: Date.now() - 1000 });
    }
    const expired = writeJoinToken({ ...readJoinToken(token), secret });
    expect((await late.mutate("hosts.join", { token: expired })).error).toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("was good until"),
    });
    await a.mutate("hosts.remove", { name: "host-d" });
  });
});

describe("Whoever knocks at the peers' door", () => {
  const asB = { "x-gantry-peer": "host-b", "x-gantry-actor": "eve", "x-gantry-role": "admin" };

  it("is refused and written down without a certificate of a host that belongs here, in whatever name", async () => {
    const day = 86_400_000;
    const ended = { from: Date.now() - 2 * day, until: Date.now() - day };
    const forged: [Shown | undefined, Record<string, string>][] = [
      [undefined, asB],
      [undefined, { ...asB, authorization: `Bearer ${await a.token()}` }],
      [await foreignCertificate("host-b"), asB],
      [await stolenCertificate(a, "host-b", ended), asB],
      [await stolenCertificate(a, "host-b"), asB],
      [await ownCertificate(c), asB],
      [await ownCertificate(b), {}],
    ];
    for (const [shown, headers] of forged) {
      for (const path of ["/trpc/hosts.list", "/peer/trpc/probe", "/healthz", "/"])
        expect((await knock(a, path, { shown, headers })).status).toBe(403);
      expect((await knock(a, "/trpc/auth.signIn", { shown, headers, body: {} })).status).toBe(403);
      for (const path of ["/trpc", "/console/anything", "/peer/watch", "/peer/stream/0123456789abcdef"])
        expect((await knock(a, path, { shown, headers, upgrade: "websocket" })).status).toBe(403);
    }
    expect(await refusalsBy(a)).toEqual(
      expect.arrayContaining([
        "nobody: no certificate",
        expect.stringMatching(/^nobody: a certificate that is not good here \(.*VERIFY.*\)$/),
        "nobody: a certificate that is not good here (CERT_HAS_EXPIRED)",
        "host-b: a host that is not known here",
        "host-c: a call in the name of host-b",
        "host-b: a call that does not say who makes it",
      ]),
    );
  });

  it("gets no further with another host's migration, a used ticket or a field too many", async () => {
    const spec = await guestSpec(directory, "carried", "interactive");
    await b.perform("instances.create", { spec });
    const { data } = await b.query("instances.get", { instance: "carried" });
    const stored = z.object({ uuid: z.string(), spec: z.looseObject({}) }).parse(data);
    const { qemu } = hostInfoSchema.parse((await a.query("host.info")).data);
    const file = await stat(join(directory, "carried.raw"));
    const migrationId = "0123456789abcdef";
    const prepare = {
      ...{
        migrationId,
        protocol: migrationProtocol,
        source: "host-b",
        targetIncarnation: "fedcba9876543210",
      },
      ...{ uuid: stored.uuid, spec: stored.spec, qemuVersion: "7.2.0", options: {} },
      machine: {
        machineType: qemu?.machineTypes.find((type) => type.startsWith("pc-q35-")),
        cpuModel: "max",
        accelerator: "tcg",
      },
      fileIdentities: { root: `${file.dev}:${file.ino}:${file.size}` },
      sentAt: new Date().toISOString(),
    };
    const call = async (agent: TestAgent, path: string, body?: unknown) => {
      const headers = { "x-gantry-peer": agent.options.name };
      return await knock(a, `/peer/trpc/${path}`, { shown: await ownCertificate(agent), headers, body });
    };
    const stream = async (agent: TestAgent, ticket: string) => {
      const headers = { "x-gantry-peer": agent.options.name };
      const shown = await ownCertificate(agent);
      return (await knock(a, `/peer/stream/${ticket}`, { shown, headers, upgrade: "gantry-migration" }))
        .status;
    };
    expect((await call(c, "prepare", prepare)).status).toBe(403);
    expect((await call(b, "prepare", { ...prepare, argv: ["-hda", "/etc/shadow"] })).status).toBe(400);
    // Refused once, a liar knows what to say.
    const failed = refusalSchema.parse((await call(b, "prepare", prepare)).body).error.data.gantry;
    const { checks } = z.object({ checks: z.array(checkSchema) }).parse(failed.details);
    const evidence = checks.find(({ code }) => code === "devices_differ")?.evidence;
    const machineSeen = evidence?.replace(/^target only: /, "").split("; target only: ");
    const whole = { ...prepare, machineSeen };
    const prepared = z.object({ result: z.object({ data: prepareReplySchema }) });
    const { memory: ticket } = prepared.parse((await call(b, "prepare", whole)).body).result.data;
    expect((await call(c, "abort", { migrationId })).status).toBe(403);
    const probe = `probe?input=${encodeURIComponent(JSON.stringify({ migrationId }))}`;
    expect((await call(c, probe)).status).toBe(403);
    expect((await call(b, probe)).status).toBe(200);
    expect(await stream(c, ticket)).toBe(404);
    expect(await stream(b, "0".repeat(32))).toBe(404);
    expect(await stream(b, ticket)).toBe(101);
    expect(await stream(b, ticket)).toBe(404);
    expect((await call(b, "abort", { migrationId })).status).toBe(200);
    expect(await a.guests()).toEqual([]);
    await b.perform("instances.delete", { instance: "carried" });
    expect(await refusalsBy(a)).toEqual(
      expect.arrayContaining([
        "host-c: prepare: forbidden",
        "host-b: prepare: invalid_input",
        "host-c: abort: forbidden",
        "host-c: a ticket that was used, or is none of theirs",
        "host-b: a ticket that was used, or is none of theirs",
      ]),
    );
  });
});

describe("Hosts that joined", () => {
  it("migrate to each other while a console stays open, also when their certificates are renewed meanwhile", async () => {
    const spec = await guestSpec(directory, "mover", "interactive");
    await b.perform("instances.create", { spec, start: true });
    await until("it is known", () => rowSeenBy(a, "mover"));
    await using viewer = await a.console("mover", "?from=0");
    await viewer.untilText("READY");
    const former = await Promise.all([a, b, c].map(ownCertificate));
    for (const agent of [a, b, c]) expect((await agent.mutate("hosts.renew")).error).toBeUndefined();
    const renewed = await Promise.all([a, b, c].map(ownCertificate));
    for (const [index, { certificate }] of renewed.entries()) {
      expect(certificate.serialNumber).not.toBe(former[index]?.certificate.serialNumber);
      expect(
        certificate.publicKey.equals(former[index]?.certificate.publicKey ?? certificate.publicKey),
      ).toBe(true);
    }
    viewer.type("x");
    await viewer.untilText("x");
    const moved = await a.perform("migrations.start", { instance: "mover", target: "host-c" });
    expect(migrationResultSchema.parse(moved.result)).toMatchObject({
      ...{ outcome: "moved", source: "host-b", target: "host-c" },
    });
    await until("the viewer hears of it", () => viewer.last("moved")?.host === "host-c" || viewer.closed);
    viewer.type("y");
    await viewer.untilText("y");
    expect(viewer.closed).toBeUndefined();
    await a.perform("instances.stop", { instance: "mover", force: true });
    await a.perform("instances.delete", { instance: "mover" });
  });

  it("hear later what happened while they were away, and a removed host is let in nowhere", async () => {
    const ofC = await ownCertificate(c);
    await b.end("SIGKILL");
    expect((await a.mutate("hosts.remove", { name: "host-c" })).error).toBeUndefined();
    await until("host-c is on its own", async () => (await hostsSeenBy(c)).length === 1 || undefined);
    expect((await hostsSeenBy(a)).map(({ name }) => name)).toEqual(["host-a", "host-b"]);
    await b.restart();
    await untilAllSeeAll([a, b]);
    const headers = { "x-gantry-peer": "host-c" };
    for (const agent of [a, b])
      expect((await knock(agent, "/trpc/hosts.list", { shown: ofC, headers })).status).toBe(403);
    expect(await refusalsBy(b)).toContain("host-c: a host that was removed");
    expect((await a.mutate("hosts.remove", { name: "host-c" })).error).toMatchObject({
      code: "host_unknown",
    });
    const { secret } = readJoinToken(await invite(a));
    const publicKey = ofC.certificate.publicKey.export({ type: "spki", format: "pem" });
    const again = { secret, host: "host-c", url: `https://${c.peerAddress}`, publicKey };
    const { body } = await knock(a, "/join/join", { body: { ...again, alternatives: [], at: Date.now() } });
    expect(refusalSchema.parse(body).error.data.gantry).toMatchObject({
      code: "certificate_refused",
      message: "host-c was removed and still has its old key.",
    });
    // It has a new key by now, and is welcome again.
    expect((await c.mutate("hosts.join", { token: await invite(b) })).error).toBeUndefined();
    await untilAllSeeAll([a, b, c]);
  });

  it("may leave by themselves, and the one who signs may not be removed by others", async () => {
    expect((await b.mutate("hosts.remove", { name: "host-a" })).error).toMatchObject({ code: "wrong_state" });
    expect((await c.mutate("hosts.remove", { name: "host-c" })).error).toBeUndefined();
    await untilAllSeeAll([a, b]);
    expect((await hostsSeenBy(c)).map(({ name }) => name)).toEqual(["host-c"]);
  });
});

describe("An agent", () => {
  it("that could be reached from other machines does not start without TLS, and says how it would", async () => {
    const options = { directory: join(directory, "open"), name: "host-x", port: 0 };
    const { code, output } = await TestAgent.failing({ ...options, env: { GANTRY_LISTEN: "0.0.0.0:0" } });
    expect(code).toBe(2);
    expect(output).toContain("GANTRY_LISTEN: 0.0.0.0 can be reached from other machines");
    expect(output).toContain("set GANTRY_TLS=on");
  });

  it("without an address for peers says so when it is asked to invite or join", async () => {
    const port = await freePort();
    await using agent = await TestAgent.start({ directory: join(directory, "alone"), name: "host-y", port });
    for (const [verb, input] of [
      ["invite", {}],
      ["join", { token: "gantry-join-x" }],
      ["remove", { name: "host-a" }],
      ["renew", undefined],
    ] as const)
      expect((await agent.mutate(`hosts.${verb}`, input)).error).toMatchObject({ code: "wrong_state" });
  });
});

import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  hostInfoSchema,
  hostListSchema,
  instanceDetailSchema,
  instanceListSchema,
  migrationPlanSchema,
  migrationResultSchema,
} from "@gantry/kvm-core/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { freePort } from "./testing/free-port.ts";
import { guestSpec } from "./testing/guest.ts";
import { TestAgent } from "./testing/test-agent.ts";
import type { TestConsole } from "./testing/test-console.ts";
import { typeThroughout } from "./testing/type-throughout.ts";
import { until } from "./testing/until.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n";
const stack = new AsyncDisposableStack();
let directory: string;
let a: TestAgent;
let b: TestAgent;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-hosts-"))).path;
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
  for (const agent of [a, b]) {
    await until(
      "both see each other",
      async () => (await hostsSeenBy(agent)).every(({ status }) => status === "online") || undefined,
    );
  }
});
afterAll(() => stack.disposeAsync());

async function hostsSeenBy(agent: TestAgent) {
  return hostListSchema.parse((await agent.query("hosts.list")).data).hosts;
}

async function rowSeenBy(agent: TestAgent, instance: string) {
  const { instances } = instanceListSchema.parse((await agent.query("instances.list")).data);
  return instances.find(({ name }) => name === instance);
}

/** How many bytes are not the letter that their number says. */
function faults({ text, first }: TestConsole): number {
  return [...text].filter((letter, index) => letter !== alphabet[(first + index) % alphabet.length]).length;
}

describe("Either agent", () => {
  it("answers for both hosts: creates, lists, shows, stops and deletes on the other", async () => {
    const spec = await guestSpec(directory, "far", "interactive");
    expect(await a.perform("instances.create", { spec, host: "host-b", start: true })).toMatchObject({
      status: "succeeded",
      host: "host-b",
      actor: "admin",
    });
    await until(
      "it is on both lists",
      async () => ((await rowSeenBy(a, "far")) && (await rowSeenBy(b, "far"))) ?? undefined,
    );
    expect((await a.query("instances.get", { instance: "far" })).data).toMatchObject({
      host: "host-b",
      runtime: {},
    });
    expect(hostInfoSchema.parse((await a.query("host.info", { host: "host-b" })).data).agent.pid).toBe(b.pid);
    expect(await a.perform("instances.stop", { instance: "far", force: true })).toMatchObject({
      status: "succeeded",
    });
    await until(
      "it is seen to be stopped",
      async () => (await rowSeenBy(a, "far"))?.state === "stopped" || undefined,
    );
    expect((await a.mutate("instances.stop", { instance: "far" })).error).toMatchObject({
      code: "wrong_state",
    });
    expect(await a.perform("instances.delete", { instance: "far" })).toMatchObject({ status: "succeeded" });
    await until("it is gone", async () => (await rowSeenBy(a, "far")) === undefined || undefined);
  });

  it("says why a host or an instance cannot be reached", async () => {
    expect((await a.query("host.info", { host: "host-z" })).error).toMatchObject({ code: "host_unknown" });
    expect((await a.query("instances.get", { instance: "nothing" })).error).toMatchObject({
      code: "not_found",
    });
    expect(
      (await a.mutate("migrations.start", { instance: "nothing", target: "host-b" })).error,
    ).toMatchObject({
      code: "not_found",
    });
  });

  it("refuses a second instance of a name, wherever the first is", async () => {
    const spec = await guestSpec(directory, "single", "interactive");
    await a.perform("instances.create", { spec, host: "host-b" });
    await until("it is known", () => rowSeenBy(a, "single"));
    expect((await a.mutate("instances.create", { spec })).error).toMatchObject({ code: "name_taken" });
    await b.perform("instances.delete", { instance: "single" });
  });

  it("keeps one trail: each change once, with who made it and the agent it came through", async () => {
    const spec = await guestSpec(directory, "traced", "interactive");
    await a.perform("instances.create", { spec, host: "host-b" });
    const trail = z.object({ entries: z.array(z.record(z.string(), z.unknown())) });
    const { entries } = trail.parse((await a.query("audit.list", {})).data);
    expect(entries.filter(({ subject }) => subject === "traced")).toMatchObject([
      {
        action: "instances.create",
        actor: "admin",
        host: "host-b",
        from: "127.0.0.1 via host-a",
        result: "ok",
      },
    ]);
  });

  it("believes no peer without its secret, and passes nothing on that a peer passed on", async () => {
    const forged = { "x-gantry-peer": "host-a", "x-gantry-actor": "eve", "x-gantry-role": "admin" };
    const wrong = { ...forged, authorization: `Bearer ${"x".repeat(43)}` };
    expect((await b.send("/trpc/hosts.list", { headers: wrong })).status).toBe(401);
    const secret = (await readFile(join(b.stateDir, "peer.secret"), "utf8")).trim();
    const right = { ...forged, authorization: `Bearer ${secret}` };
    const { hosts } = hostListSchema.parse((await b.send("/trpc/hosts.list", { headers: right })).data);
    expect(hosts.map(({ name }) => name)).toEqual(["host-b"]);
    expect(
      (await b.send("/trpc/hosts.list", { headers: { ...right, "x-gantry-peer": "host-x" } })).status,
    ).toBe(401);
  });
});

describe("A console", () => {
  it("of the other host is passed on in both directions", async () => {
    const spec = await guestSpec(directory, "talk", "interactive");
    await b.perform("instances.create", { spec, start: true });
    await until("it is known", () => rowSeenBy(a, "talk"));
    await using viewer = await a.console("talk", "?from=0");
    await viewer.untilText("READY");
    viewer.type("x");
    await viewer.untilText("x");
    expect(viewer.last("hello")?.host).toBe("host-b");
  });

  it("goes on over a migration on both agents, without a byte lost or repeated", async () => {
    const spec = await guestSpec(directory, "mover", "letters");
    await a.perform("instances.create", { spec, start: true });
    await until("it is known", () => rowSeenBy(b, "mover"));
    await using near = await a.console("mover");
    await using far = await b.console("mover");
    for (const [target, source] of [
      ["host-b", "host-a"],
      ["host-a", "host-b"],
    ] as const) {
      const { data } = await b.query("migrations.plan", { instance: "mover", target });
      expect(z.object({ plan: migrationPlanSchema }).parse(data).plan).toMatchObject({
        blocked: false,
        source,
        target,
      });
      const moved = await b.perform("migrations.start", { instance: "mover", target });
      expect(moved).toMatchObject({ status: "succeeded", host: source });
      expect(migrationResultSchema.parse(moved.result)).toMatchObject({ outcome: "moved", source, target });
      for (const viewer of [near, far]) {
        await until("the viewer hears of it", () => viewer.last("moved")?.host === target || viewer.closed);
        expect(viewer.closed).toBeUndefined();
        const before = viewer.bytes.length;
        await until("it goes on", () => viewer.bytes.length > before + 50_000 || undefined);
      }
      await until("the list agrees", async () => (await rowSeenBy(a, "mover"))?.host === target || undefined);
    }
    expect([near.closed, far.closed]).toEqual([undefined, undefined]);
    expect([faults(near), faults(far)]).toEqual([0, 0]);
    for (const viewer of [near, far]) {
      const moves = viewer.controls.filter(({ type }) => type === "moved");
      const pauseMs = expect.any(Number) as number;
      expect(moves).toEqual([
        { type: "moved", from: "host-a", host: "host-b", pauseMs },
        { type: "moved", from: "host-b", host: "host-a", pauseMs },
      ]);
    }
  });

  it("has the same writer after a move, whoever is back first", async () => {
    const spec = await guestSpec(directory, "seated", "echo");
    await a.perform("instances.create", { spec, start: true });
    await until("it is known", () => rowSeenBy(b, "seated"));
    await using looker = await b.console("seated");
    await looker.untilText(">");
    looker.control({ type: "seat", action: "release" });
    await using holder = await a.console("seated");
    await until("it has the seat", () => holder.last("seat")?.mine);
    for (const target of ["host-b", "host-a"]) {
      await a.perform("migrations.start", { instance: "seated", target });
      for (const viewer of [looker, holder])
        await until("it has moved", () => viewer.last("moved")?.host === target || undefined);
      holder.type(target);
      await looker.untilText(target);
      await until("it still has the seat", () => holder.last("seat")?.mine);
    }
  });

  it("of the other host tells its past, and is searched and cleared, through either agent", async () => {
    const spec = await guestSpec(directory, "told", "echo");
    await b.perform("instances.create", { spec, start: true });
    await until("it is known", () => rowSeenBy(a, "told"));
    await using viewer = await a.console("told");
    await viewer.untilText(">");
    viewer.type("needle\r\n");
    await viewer.untilText("needle");
    const port = { instance: "told" };
    expect((await a.query("console.boots", port)).data).toEqual((await b.query("console.boots", port)).data);
    expect((await a.query("console.search", { ...port, text: "needle" })).data).toMatchObject({
      hits: [{ boot: 1, line: 1 }],
    });
    expect((await a.mutate("console.clear", port)).data).toEqual({});
    expect((await b.query("console.log", port)).data).toMatchObject({ data: "" });
    const { data } = await b.query("audit.list", { limit: 5 });
    expect(JSON.stringify(data)).toContain('"action":"console.clear"');
  });

  it("types on the other host what was typed during the move", async () => {
    const spec = await guestSpec(directory, "typist", "interactive");
    await a.perform("instances.create", { spec, start: true });
    await using viewer = await a.console("typist");
    await viewer.untilText("READY");
    const moving = a.perform("migrations.start", { instance: "typist", target: "host-b" });
    const { typed, echoed } = await typeThroughout(viewer, moving);
    expect(await moving).toMatchObject({ status: "succeeded" });
    expect(echoed).toBe(typed);
  });
});

describe("A QEMU that hangs", () => {
  it("is unresponsive on the lists of both agents while somebody looks, and well again when it goes on", async () => {
    const spec = await guestSpec(directory, "hanging", "interactive");
    await b.perform("instances.create", { spec, start: true });
    const stateSeenBy = async (agent: TestAgent) => (await rowSeenBy(agent, "hanging"))?.state;
    await until("it is known", async () => (await stateSeenBy(a)) === "running" || undefined);
    const { runtime } = instanceDetailSchema.parse(
      (await a.query("instances.get", { instance: "hanging" })).data,
    );
    const pid = runtime?.pid ?? 0;
    process.kill(pid, "SIGSTOP");
    try {
      for (const agent of [a, b])
        await until("it hangs", async () => (await stateSeenBy(agent)) === "unresponsive" || undefined);
    } finally {
      process.kill(pid, "SIGCONT");
    }
    for (const agent of [a, b])
      await until("it is well", async () => (await stateSeenBy(agent)) === "running" || undefined);
    await a.perform("instances.stop", { instance: "hanging", force: true });
  });
});

describe("When the other agent dies", () => {
  it("its instances are unknown, calls say so, and all comes back by itself", async () => {
    const spec = await guestSpec(directory, "survivor", "interactive");
    await b.perform("instances.create", { spec, start: true });
    await until("it is known", () => rowSeenBy(a, "survivor"));
    await using viewer = await a.console("survivor");
    await b.end("SIGKILL");
    const lost = await until("it is unknown", async () => {
      const row = await rowSeenBy(a, "survivor");
      return row?.state === "unknown" ? row : undefined;
    });
    expect(lost.reason).toBe("host-b does not answer.");
    expect(await until("the console is closed", () => viewer.closed)).toMatchObject({ code: 4007 });
    expect((await hostsSeenBy(a)).find(({ name }) => name === "host-b")).toMatchObject({ status: "offline" });
    expect((await a.mutate("instances.stop", { instance: "survivor" })).error).toMatchObject({
      code: "host_unreachable",
    });
    await b.restart();
    await until(
      "it is running",
      async () => (await rowSeenBy(a, "survivor"))?.state === "running" || undefined,
    );
    await using again = await a.console("survivor");
    again.type("y");
    await again.untilText("y");
  });
});

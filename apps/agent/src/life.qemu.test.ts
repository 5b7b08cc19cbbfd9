import { mkdtempDisposable, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instanceDetailSchema, type WatchEvent, watchEventSchema } from "@gantry/kvm-core/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import * as z from "zod";
import { freePort } from "./testing/free-port.ts";
import { guestSpec } from "./testing/guest.ts";
import { TestAgent } from "./testing/test-agent.ts";
import { until } from "./testing/until.ts";

const pushSchema = z.object({ result: z.object({ type: z.literal("data"), data: watchEventSchema }) });
const stack = new AsyncDisposableStack();
let directory: string;
let agent: TestAgent;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-life-"))).path;
  agent = stack.use(await TestAgent.start({ directory, name: "host-a", port: await freePort() }));
});
afterAll(() => stack.disposeAsync());

async function detailOf(instance: string) {
  return instanceDetailSchema.parse((await agent.query("instances.get", { instance })).data);
}

describe("An agent", () => {
  it("writes the administrator's token for its owner only", async () => {
    expect((await stat(join(agent.stateDir, "admin.token"))).mode & 0o777).toBe(0o600);
  });

  it("that is killed harms no guest: the next one finds the same process and the whole console", async () => {
    const spec = await guestSpec(directory, "web-1", "interactive");
    await agent.perform("instances.create", { spec, start: true });
    const before = await detailOf("web-1");
    let seen: string;
    {
      await using viewer = await agent.console("web-1", "?from=0");
      // The guest is deaf before this, and writes a dot now and then: one letter is never torn apart.
      await viewer.untilText("READY");
      viewer.type("h");
      await viewer.untilText("h");
      seen = viewer.text;
    }
    await agent.end("SIGKILL");
    await agent.restart();
    const after = await detailOf("web-1");
    expect(after).toMatchObject({ state: "running", runtime: { pid: before.runtime?.pid } });
    expect(after.runtime?.incarnation).toBe(before.runtime?.incarnation);
    await using again = await agent.console("web-1", "?from=0");
    again.type("z");
    await again.untilText("z");
    expect(again.text.startsWith(seen)).toBe(true);
  });

  it("that is asked to stop says so to its consoles, ends with 0 and leaves guests alone", async () => {
    const before = await detailOf("web-1");
    await using viewer = await agent.console("web-1");
    expect(await agent.end("SIGTERM")).toBe(0);
    expect(await until("the console is closed", () => viewer.closed)).toMatchObject({ code: 4004 });
    await agent.restart();
    expect((await detailOf("web-1")).runtime?.pid).toBe(before.runtime?.pid);
  });

  it("refuses at once what the state does not allow, and names every fault of a spec", async () => {
    expect((await agent.mutate("instances.start", { instance: "web-1" })).error).toMatchObject({
      code: "wrong_state",
      message: "web-1: It is already running.",
    });
    const wrong = await agent.mutate("instances.create", {
      spec: { name: "Not Good", cpus: 0, memoryMiB: 1 },
    });
    expect(wrong.status).toBe(400);
    expect(wrong.error).toMatchObject({
      code: "invalid_spec",
      details: { faults: [{ path: "name" }, { path: "cpus" }, { path: "memoryMiB" }] },
    });
  });

  it("pushes every change to those who watch, the whole list first", async () => {
    const events: WatchEvent[] = [];
    const socket = new WebSocket(`${agent.url.replace("http", "ws")}/trpc`, {
      headers: await agent.bearer(),
    });
    await once(socket, "open");
    socket.on("message", (text: Buffer) => {
      const message = pushSchema.safeParse(JSON.parse(text.toString()));
      if (message.success) events.push(message.data.result.data);
    });
    const params = { path: "instances.events" };
    socket.send(JSON.stringify({ id: 1, jsonrpc: "2.0", method: "subscription", params }));
    const first = await until("the list comes", () => events[0]);
    expect(first).toMatchObject({ type: "snapshot", instances: [{ name: "web-1", state: "running" }] });
    await agent.mutate("instances.pause", { instance: "web-1" });
    await until(
      "the change comes",
      () =>
        events.some((event) => event.type === "changed" && event.instance.state === "paused") || undefined,
    );
    await agent.mutate("instances.resume", { instance: "web-1" });
    socket.terminate();
  });

  it("stops guests: asks first, then by force, and forgets what is deleted", async () => {
    expect(await agent.perform("instances.stop", { instance: "web-1" })).toMatchObject({
      status: "succeeded",
    });
    expect((await detailOf("web-1")).state).toBe("stopped");
    await using viewer = await agent.console("web-1");
    expect(await agent.perform("instances.delete", { instance: "web-1" })).toMatchObject({
      status: "succeeded",
    });
    expect((await agent.query("instances.get", { instance: "web-1" })).error).toMatchObject({
      code: "not_found",
    });
    expect(await until("the console is closed", () => viewer.closed)).toMatchObject({ code: 4001 });
  });
});

describe("An agent that cannot start", () => {
  it("says who uses its port and how to choose another, and ends with 2", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no TCP address");
    const { code, output } = await TestAgent.failing({ directory, name: "host-p", port: address.port });
    server.close();
    expect(code).toBe(2);
    expect(output).toContain(`Port ${address.port} on 127.0.0.1 is used by another program.`);
    expect(output).toContain("GANTRY_LISTEN");
  });

  it("on the directories of one that runs ends with 3", async () => {
    const { code } = await TestAgent.failing({ directory, name: "host-a", port: await freePort() });
    expect(code).toBe(3);
    expect((await agent.query("auth.me")).status).toBe(200);
  });

  it("without a usable QEMU ends with 4", async () => {
    const env = { GANTRY_QEMU: "/nonexistent/qemu" };
    const { code, output } = await TestAgent.failing({
      directory,
      name: "host-q",
      port: await freePort(),
      env,
    });
    expect([code, output]).toEqual([4, expect.stringContaining("/nonexistent/qemu")]);
  });

  it("with wrong settings names all of them and ends with 2", async () => {
    const env = { GANTRY_ACCEL: "magic", GANTRY_LOG_DIR: "relative" };
    const { code, output } = await TestAgent.failing({
      directory,
      name: "host-w",
      port: await freePort(),
      env,
    });
    expect([code, output]).toEqual([2, expect.stringMatching(/GANTRY_LOG_DIR[\s\S]*GANTRY_ACCEL/)]);
  });
});

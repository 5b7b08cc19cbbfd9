import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { TestQemu } from "../testing/test-qemu.ts";
import { cont, queryStatus, queryVersion, quit, stop, yankMigration } from "./commands/index.ts";
import { QmpConnection } from "./connection.ts";
import type { TranscriptLine } from "./transcript.ts";

const bare = () => ["-machine", "q35", "-m", "16"];

describe("A connection to a real QEMU", () => {
  test("waits for the socket, agrees on out-of-band commands and answers queries", async () => {
    await using qemu = await TestQemu.start(bare);
    await using monitor = await QmpConnection.open({ path: qemu.monitorPath });
    expect(await queryVersion(monitor)).toMatch(/^\d+\.\d+\.\d+$/);
    expect(await queryStatus(monitor)).toEqual({ status: "prelaunch", running: false });
    expect(await monitor.executeOutOfBand("yank", { instances: [] })).toEqual({});
  });

  test("keeps a hundred commands in flight apart and in order", async () => {
    await using qemu = await TestQemu.start(bare);
    await using monitor = await QmpConnection.open({ path: qemu.monitorPath });
    const answers = Array.from({ length: 100 }, (_, index) =>
      monitor.execute(index % 2 === 0 ? "query-status" : "query-name").then((answer) => ({ index, answer })),
    );
    for (const { index, answer } of await Promise.all(answers)) {
      expect(answer).toEqual(index % 2 === 0 ? expect.objectContaining({ status: "prelaunch" }) : {});
    }
  });

  test("hears the events of stop and cont", async () => {
    await using qemu = await TestQemu.start(bare);
    await using monitor = await QmpConnection.open({ path: qemu.monitorPath });
    const resumed = monitor.waitForEvent(({ event }) => event === "RESUME");
    await cont(monitor);
    expect((await resumed).at.getTime()).toBeLessThanOrEqual(Date.now());
    const stopped = monitor.waitForEvent(({ event }) => event === "STOP");
    await stop(monitor);
    await stopped;
    expect(await queryStatus(monitor)).toEqual({ status: "paused", running: false });
  });

  test("hands on QEMU's own class and sentence when a command is refused", async () => {
    await using qemu = await TestQemu.start(bare);
    await using monitor = await QmpConnection.open({ path: qemu.monitorPath });
    await expect(monitor.executeUnchecked("no-such-command")).rejects.toMatchObject({
      code: "monitor_failed",
      message: "QEMU refused no-such-command: The command no-such-command has not been found",
      details: { qmpClass: "CommandNotFound", command: "no-such-command" },
    });
    await expect(yankMigration(monitor)).rejects.toMatchObject({ details: { qmpClass: "DeviceNotFound" } });
    await monitor.execute("query-status");
  });

  test("calls a process that accepts and never greets hung, not dead", async () => {
    await using qemu = await TestQemu.start(bare);
    await (await QmpConnection.open({ path: qemu.monitorPath }))[Symbol.asyncDispose]();
    qemu.send("SIGSTOP");
    const opening = QmpConnection.open({ path: qemu.monitorPath, greetingTimeoutMs: 50 });
    await expect(opening).rejects.toMatchObject({ code: "monitor_timeout" });
  });

  test("calls a monitor that another client holds hung as well, and gets it when that client leaves", async () => {
    await using qemu = await TestQemu.start(bare);
    const first = await QmpConnection.open({ path: qemu.monitorPath });
    const second = QmpConnection.open({ path: qemu.monitorPath, greetingTimeoutMs: 50 });
    await expect(second).rejects.toMatchObject({ code: "monitor_timeout" });
    first.close();
    await using third = await QmpConnection.open({ path: qemu.monitorPath });
    await queryStatus(third);
  });

  test("fails a command in time when QEMU stops answering, and takes the late answer calmly", async () => {
    await using qemu = await TestQemu.start(bare);
    await using monitor = await QmpConnection.open({ path: qemu.monitorPath });
    qemu.send("SIGSTOP");
    const late = Array.from({ length: 20 }, () =>
      monitor.execute("query-name", undefined, { timeoutMs: 50 }),
    );
    for (const outcome of await Promise.allSettled(late)) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "monitor_timeout" } });
    }
    qemu.send("SIGCONT");
    expect(await queryStatus(monitor)).toMatchObject({ status: "prelaunch" });
  });

  test("reaches a QEMU whose main loop hangs, past any number of commands that wait in it", async () => {
    await using qemu = await TestQemu.start(bare);
    await using silent = await silentServer(`${qemu.directory}/nbd`);
    await using monitor = await QmpConnection.open({ path: qemu.monitorPath });
    // Opening a disk on a server that never says hello holds QEMU's main loop.
    const server = { type: "unix", path: silent.path } as const;
    const opening = monitor.execute(
      "blockdev-add",
      { driver: "nbd", "node-name": "stuck", server },
      { timeoutMs: 60_000 },
    );
    await silent.visited;
    const waiting = Array.from({ length: 20 }, () =>
      monitor.execute("query-status", undefined, { timeoutMs: 30 }),
    );
    for (const outcome of await Promise.allSettled(waiting)) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "monitor_timeout" } });
    }
    const stuck = { type: "block-node", "node-name": "stuck" };
    expect(await monitor.executeOutOfBand("query-yank")).toContainEqual(stuck);
    await silent.hangUp();
    await expect(opening).rejects.toMatchObject({
      code: "monitor_failed",
      details: { command: "blockdev-add" },
    });
    expect(await queryStatus(monitor)).toMatchObject({ status: "prelaunch" });
  });

  test("rejects what is in flight and resolves closed when QEMU is killed", async () => {
    await using qemu = await TestQemu.start(bare);
    await using monitor = await QmpConnection.open({ path: qemu.monitorPath });
    qemu.send("SIGSTOP");
    const inFlight = monitor.execute("query-status");
    const waiting = monitor.waitForEvent(() => true);
    qemu.send("SIGKILL");
    await expect(inFlight).rejects.toMatchObject({ code: "monitor_failed" });
    await expect(waiting).rejects.toMatchObject({ code: "monitor_failed" });
    await monitor.closed;
    expect(monitor.isClosed).toBe(true);
    await expect(monitor.execute("query-status")).rejects.toMatchObject({ code: "monitor_failed" });
  });

  test("ends when QEMU is told to quit", async () => {
    await using qemu = await TestQemu.start(bare);
    await using monitor = await QmpConnection.open({ path: qemu.monitorPath });
    const shutdown = monitor.waitForEvent(({ event }) => event === "SHUTDOWN");
    await quit(monitor);
    expect((await shutdown).data).toMatchObject({ reason: "host-qmp-quit" });
    await monitor.closed;
    await qemu.ended();
  });

  test("lets a caller go when its signal aborts", async () => {
    await using qemu = await TestQemu.start(bare);
    await using monitor = await QmpConnection.open({ path: qemu.monitorPath });
    qemu.send("SIGSTOP");
    const controller = new AbortController();
    const asking = monitor.execute("query-status", undefined, { signal: controller.signal });
    controller.abort();
    await expect(asking).rejects.toMatchObject({ code: "cancelled" });
    await expect(monitor.execute("query-status", undefined, controller)).rejects.toMatchObject({
      code: "cancelled",
    });
    qemu.send("SIGCONT");
    await queryStatus(monitor);
  });

  test("says that nobody listens where no QEMU is, and can be cancelled while it waits for one", async () => {
    await using qemu = await TestQemu.start(bare);
    const path = `${qemu.directory}/none`;
    await expect(QmpConnection.open({ path, connectTimeoutMs: 0 })).rejects.toMatchObject({
      code: "monitor_failed",
    });
    const controller = new AbortController();
    const opening = QmpConnection.open({ path, signal: controller.signal });
    controller.abort();
    await expect(opening).rejects.toMatchObject({ code: "cancelled" });
  });

  test("shows every line of both directions to the transcript", async () => {
    await using qemu = await TestQemu.start(bare);
    const lines: TranscriptLine[] = [];
    await using monitor = await QmpConnection.open({
      path: qemu.monitorPath,
      transcript: (line) => void lines.push(line),
    });
    await queryStatus(monitor);
    expect(lines.map(({ direction }) => direction)).toEqual([
      "received",
      "sent",
      "received",
      "sent",
      "received",
    ]);
    expect(lines[0]?.text).toContain('"QMP"');
  });
});

/** A server that takes connections and never says a word. */
async function silentServer(path: string) {
  const visited = Promise.withResolvers<void>();
  const visitors = new Set<Socket>();
  const server = createServer((socket) => {
    visitors.add(socket.on("error", () => socket.destroy()));
    visited.resolve();
  });
  server.listen(path);
  await once(server, "listening");
  const hangUp = async () => {
    for (const visitor of visitors) visitor.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, "close");
  };
  return { path, visited: visited.promise, hangUp, [Symbol.asyncDispose]: hangUp };
}

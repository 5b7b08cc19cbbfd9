import { once } from "node:events";
import { mkdir, mkdtempDisposable } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { QmpConnection } from "./connection.ts";

// What a healthy QEMU never does, said by a real peer on a real socket.

const greeting =
  '{"QMP": {"version": {"qemu": {"micro": 0, "minor": 0, "major": 9}, "package": ""}, "capabilities": []}}\n';

/** A peer that answers each line it receives by calling `speak`; a first call, with an empty line, greets. */
async function peer(speak: (socket: Socket, line: string) => void) {
  await using scope = new AsyncDisposableStack();
  const { path: directory } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-qmp-")));
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.on("data", (packet) => {
      for (const line of packet.toString().trim().split("\n")) speak(socket, line);
    });
    speak(socket, "");
  });
  const path = join(directory, "monitor");
  server.listen(path);
  await once(server, "listening");
  scope.defer(() => void server.close());
  const all = scope.move();
  return { path, [Symbol.asyncDispose]: () => all.disposeAsync() };
}

/** A peer that shakes hands properly and then says `line` to the first command. */
const thatSays = (line: string) =>
  peer((socket, received) => {
    if (received === "") socket.write(greeting);
    else if (received.includes("qmp_capabilities")) socket.write('{"return": {}, "id": 1}\n');
    else socket.write(line);
  });

describe("A connection whose peer", () => {
  test("offers no out-of-band commands works without them", async () => {
    await using monitor = await thatSays('{"return": {"status": "running"}, "id": 2}\n');
    await using connection = await QmpConnection.open({ path: monitor.path });
    expect(await connection.execute("query-status")).toEqual({ status: "running" });
  });

  test.each([
    ["what is no JSON", "Connection: close\r\n"],
    ["JSON that is no QMP", '{"hello": "world"}\n'],
    [
      "that it could not read a command",
      '{"error": {"class": "GenericError", "desc": "JSON parse error"}}\n',
    ],
    ["a line without end", "x".repeat(17 * 1024 * 1024)],
  ])("says %s is let go, and the caller told", async (_what, line) => {
    await using monitor = await thatSays(line);
    await using connection = await QmpConnection.open({ path: monitor.path });
    await expect(connection.execute("query-status")).rejects.toMatchObject({ code: "monitor_failed" });
    await connection.closed;
  });

  test("hangs up in the middle of a line is gone", async () => {
    await using monitor = await peer((socket, line) => {
      if (line === "") socket.end('{"QMP": {"ver');
    });
    await expect(QmpConnection.open({ path: monitor.path })).rejects.toMatchObject({
      code: "monitor_failed",
    });
  });

  test("greets and then says nothing is hung", async () => {
    await using monitor = await peer((socket, line) => {
      if (line === "") socket.write(greeting);
    });
    const opening = QmpConnection.open({ path: monitor.path, greetingTimeoutMs: 20 });
    await expect(opening).rejects.toMatchObject({ code: "monitor_timeout" });
  });

  test("says an event and an answer in one packet is heard in that order", async () => {
    const event = '{"timestamp": {"seconds": 1, "microseconds": 0}, "event": "STOP"}\n';
    await using monitor = await thatSays(`${event}{"return": {}, "id": 2}\n`);
    await using connection = await QmpConnection.open({ path: monitor.path });
    const heard: string[] = [];
    using _events = connection.onEvent(({ event }) => void heard.push(event));
    await connection.execute("stop").then(() => heard.push("answer"));
    expect(heard).toEqual(["STOP", "answer"]);
  });
});

describe("A connection to a monitor that is not there yet", () => {
  test.each([
    ["its socket appears", ""],
    ["the directory of its socket appears", "later"],
  ])("is made once %s", async (_what, below) => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-qmp-"));
    const path = join(directory.path, below, "monitor");
    const opening = QmpConnection.open({ path });
    await mkdir(dirname(path), { recursive: true });
    const server = createServer((socket) => {
      socket.write(greeting);
      socket.on("data", () => socket.write('{"return": {}, "id": 1}\n'));
    });
    server.listen(path);
    await using connection = await opening;
    server.close();
    expect(connection.isClosed).toBe(false);
  });
});

import { once } from "node:events";
import { mkdtempDisposable } from "node:fs/promises";
import { createConnection, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connectStream, listenForStream } from "./stream-socket.ts";

/** Whoever closes with bytes unread resets the connection. */
async function resetBy(far: Socket, near: Socket): Promise<void> {
  // Not `once` of node:events, which listens for errors too.
  const closed = new Promise((resolve) => near.once("close", resolve));
  near.write("unread");
  await new Promise((resolve) => near.write("too", resolve));
  far.destroy();
  near.resume();
  await closed;
}

test("a stream that is reset while nobody listens to it ends nobody, whoever has opened it", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-stream-"));
  const path = join(directory.path, "stream.sock");
  const { promise: far, resolve } = Promise.withResolvers<Socket>();
  const server = createServer({ pauseOnConnect: true }, resolve).listen(path);
  await once(server, "listening");
  const near = await connectStream(path);
  await resetBy(await far, near);
  server.close();
  expect(near.errored).toMatchObject({ code: "ECONNRESET" });

  const { promise: taken, resolve: take } = Promise.withResolvers<Socket>();
  using _listening = await listenForStream(path, take);
  const qemu = createConnection(path).pause();
  const ours = await taken;
  await resetBy(qemu, ours);
  expect(ours.errored).toMatchObject({ code: "ECONNRESET" });
});

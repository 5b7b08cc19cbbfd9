import { once } from "node:events";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { acceptMigrationStream, migrationUpgrade } from "./migration-stream.ts";
import { accessBySecret } from "./peer-access.ts";
import { RemoteMigrationPeer } from "./remote-migration-peer.ts";

/** A peer whose door does this with a connection that is to become a stream. */
async function peerThat(stack: AsyncDisposableStack, take: (socket: Duplex) => void) {
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-stream-")));
  const secretFile = join(directory.path, "secret");
  await writeFile(secretFile, "a-secret-of-more-than-twenty-letters\n");
  const server = stack.use(createServer());
  server.on("upgrade", (_request, socket) => take(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const access = accessBySecret("host-a", { name: "host-b", url: `http://127.0.0.1:${port}`, secretFile });
  return new RemoteMigrationPeer(access);
}

function reset(socket: Duplex): void {
  if (socket instanceof Socket) socket.resetAndDestroy();
}

// An error that nobody hears of would end the process, and this test with it.
describe("A stream that is reset before a QEMU is joined to it", () => {
  it("is closed on the source's side", async () => {
    await using stack = new AsyncDisposableStack();
    const taken = Promise.withResolvers<Duplex>();
    const peer = await peerThat(stack, (socket) => {
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${migrationUpgrade}\r\n\r\n`,
      );
      taken.resolve(socket);
    });
    const stream = await peer.openStream("ticket");
    const closed = Promise.withResolvers<void>();
    stream.once("close", closed.resolve);
    stream.resume();
    reset(await taken.promise);
    await closed.promise;
    expect(stream.destroyed).toBe(true);
  });

  it("is closed on the target's side", async () => {
    await using stack = new AsyncDisposableStack();
    const joined = Promise.withResolvers<Duplex>();
    const incoming = { redeem: () => async (stream: Duplex) => joined.resolve(stream) };
    const peer = await peerThat(stack, (socket) => {
      const from = { ticket: "ticket", peer: "host-a", socket, head: Buffer.alloc(0) };
      void acceptMigrationStream(incoming, from, () => undefined);
    });
    const stream = await peer.openStream("ticket");
    const far = await joined.promise;
    const closed = Promise.withResolvers<void>();
    far.once("close", closed.resolve);
    far.resume();
    reset(stream);
    await closed.promise;
    expect(far.destroyed).toBe(true);
  });
});

import { rm } from "node:fs/promises";
import { createServer, createConnection, type Socket } from "node:net";
import { once } from "node:events";
import { type Duplex, pipeline } from "node:stream";

/**
 * Source side: a Unix socket that takes exactly one connection, QEMU's, and joins it to `stream`. QEMU itself never
 * speaks to the network, so who may connect and how it is encrypted is decided in one place, between the agents.
 *
 * @returns the path for `migrate unix:…`.
 */
export async function relayOutgoing(path: string, stream: Duplex): Promise<string> {
  await rm(path, { force: true });
  const server = createServer((socket) => {
    server.close();
    join(socket, stream);
  });
  server.maxConnections = 1;
  stream.once("close", () => server.close());
  const listening = once(server, "listening");
  server.listen(path);
  await listening;
  return path;
}

/** Target side: joins the stream of the source to the Unix socket on which QEMU waits. */
export async function relayIncoming(path: string, stream: Duplex): Promise<void> {
  const socket = createConnection(path);
  await once(socket, "connect");
  join(socket, stream);
}

function join(socket: Socket, stream: Duplex): void {
  // Both directions matter: the return path tells the source that the target has really taken everything.
  pipeline(socket, stream, () => socket.destroy());
  pipeline(stream, socket, () => stream.destroy());
}

import { rm } from "node:fs/promises";
import { createServer, createConnection, type Socket } from "node:net";
import { once } from "node:events";
import { type Duplex, pipeline } from "node:stream";

/**
 * Source side: a Unix socket that takes exactly one connection, QEMU's, and joins it to `stream`. QEMU itself never
 * speaks to the network, so who may connect and how it is encrypted is decided in one place, between the agents.
 *
 * @param lifetime cuts the stream when this host is let go: QEMU then ends the migration and the guest runs on.
 * @returns the path for `migrate unix:…`.
 */
export async function relayOutgoing(path: string, stream: Duplex, lifetime: AbortSignal): Promise<string> {
  await rm(path, { force: true });
  const server = createServer((socket) => {
    server.close();
    join(socket, stream);
  });
  server.maxConnections = 1;
  const cut = () => stream.destroy();
  lifetime.addEventListener("abort", cut, { once: true });
  stream.once("close", () => {
    lifetime.removeEventListener("abort", cut);
    server.close();
  });
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

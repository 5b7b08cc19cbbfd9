import { once } from "node:events";
import { rmSync } from "node:fs";
import { createConnection, createServer, type Socket } from "node:net";

/**
 * Listens on a Unix socket for exactly one connection, that of the QEMU which is told to `migrate unix:PATH`. QEMU
 * itself never reaches further than this socket.
 *
 * @param take is given the connection.
 * @returns stops listening when disposed; the connection stays.
 */
export async function listenForStream(path: string, take: (socket: Socket) => void): Promise<Disposable> {
  rmSync(path, { force: true });
  const server = createServer((socket) => {
    server.close();
    take(bearing(socket));
  });
  server.maxConnections = 1;
  const listening = once(server, "listening");
  // QEMU may run as another user; who may come this far is decided by the directory.
  server.listen({ path, writableAll: true });
  await listening;
  return { [Symbol.dispose]: () => server.close() };
}

/** Connects to the Unix socket on which a QEMU listens after `migrate-incoming unix:PATH`. */
export async function connectStream(path: string): Promise<Socket> {
  const socket = createConnection(path);
  await once(socket, "connect");
  return bearing(socket);
}

/** A QEMU may die whenever it likes, also while nobody listens to its stream yet or any more: that ends no agent. */
function bearing(socket: Socket): Socket {
  return socket.on("error", () => socket.destroy());
}

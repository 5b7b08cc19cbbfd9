import type { Socket } from "node:net";
import { type Duplex, pipeline } from "node:stream";
import { connectStream, listenForStream } from "../qmp/index.ts";
import { freeEarly } from "./free-early.ts";

/**
 * Source side: a Unix socket that takes exactly one connection, QEMU's, and joins it to `stream`. QEMU itself never
 * speaks to the network, so who may connect and how it is encrypted is decided in one place, between the agents.
 *
 * @param lifetime cuts the stream when this host is let go: QEMU then ends the migration and the guest runs on.
 * @returns the path for `migrate unix:…`.
 */
export async function relayOutgoing(path: string, stream: Duplex, lifetime: AbortSignal): Promise<string> {
  const listening = await listenForStream(path, (socket) => join(socket, stream));
  if (stream.closed) listening[Symbol.dispose]();
  const cut = () => stream.destroy();
  lifetime.addEventListener("abort", cut, { once: true });
  stream.once("close", () => {
    lifetime.removeEventListener("abort", cut);
    listening[Symbol.dispose]();
  });
  return path;
}

/** Target side: joins the stream of the source to the Unix socket on which QEMU waits. */
export async function relayIncoming(path: string, stream: Duplex): Promise<void> {
  join(await connectStream(path), stream);
}

/** Two pipelines and the TLS socket itself listen to its end: more than the ten that Node takes for a leak. */
const listenersOfBoth = 20;

function join(socket: Socket, stream: Duplex): void {
  freeEarly(socket, stream);
  stream.setMaxListeners(listenersOfBoth);
  // Both directions matter: the return path tells the source that the target has really taken everything.
  pipeline(socket, stream, () => socket.destroy());
  pipeline(stream, socket, () => stream.destroy());
}

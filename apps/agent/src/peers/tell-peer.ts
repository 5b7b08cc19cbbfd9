import type { WebSocket } from "ws";
import type { HostMirror } from "../hosts/host-mirror.ts";

const pingEveryMs = 2000;

/** Tells a peer everything about this host, then each change, until it hangs up or `signal` aborts. */
export async function tellPeer(socket: WebSocket, mirror: HostMirror, signal: AbortSignal): Promise<void> {
  const gone = new AbortController();
  const pings = setInterval(() => socket.ping(), pingEveryMs);
  socket.on("close", () => gone.abort());
  socket.on("error", () => socket.terminate());
  try {
    for await (const event of mirror.watch(AbortSignal.any([gone.signal, signal]))) {
      // Waits for the socket: a peer that does not read leaves its events in the bounded feed.
      await new Promise<void>((resolve) => socket.send(JSON.stringify(event), () => resolve()));
    }
  } finally {
    clearInterval(pings);
    socket.close(1001);
  }
}

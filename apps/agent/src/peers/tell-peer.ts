import type { WebSocket } from "ws";
import type { HostMirror } from "../hosts/host-mirror.ts";
import type { MemberRegistry } from "./member-registry.ts";

const pingEveryMs = 2000;

/** What a peer is told of, and until when. */
export interface PeerTelling {
  readonly mirror: HostMirror;
  /** Absent for a peer that did not join. */
  readonly registry: MemberRegistry | undefined;
  readonly signal: AbortSignal;
}

/** Tells a peer everything about this host, then each change, until it hangs up or `signal` aborts. */
export async function tellPeer(socket: WebSocket, { mirror, registry, signal }: PeerTelling): Promise<void> {
  const gone = new AbortController();
  const pings = setInterval(() => socket.ping(), pingEveryMs);
  socket.on("close", () => gone.abort());
  socket.on("error", () => socket.terminate());
  const tellMembers = () => socket.send(JSON.stringify({ type: "members", members: registry?.told() }));
  using _changes = registry?.onChange(tellMembers);
  if (registry !== undefined) tellMembers();
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

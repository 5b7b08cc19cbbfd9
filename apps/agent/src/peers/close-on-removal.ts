import type { Server } from "node:net";
import { TLSSocket } from "node:tls";
import { fingerprintOf } from "../identity/certificate.ts";
import type { MemberRegistry } from "./member-registry.ts";

/** Closes what a host that was removed still has open: calls, subscriptions, consoles and migration streams. */
export function closeOnRemoval(server: Server, registry: MemberRegistry): Disposable {
  const open = new Map<TLSSocket, string>();
  const hear = (socket: unknown) => {
    if (!(socket instanceof TLSSocket)) return;
    const certificate = socket.getPeerX509Certificate();
    if (certificate === undefined) return;
    open.set(socket, fingerprintOf(certificate.publicKey));
    socket.once("close", () => open.delete(socket));
  };
  server.on("secureConnection", hear);
  const closeThoseOfRemoved = () => {
    for (const [socket, fingerprint] of open)
      if (registry.holding(fingerprint) === undefined) socket.destroySoon();
  };
  // That it was removed is what the host should still hear: those who tell it are told in the same moment as we are.
  const changes = registry.onChange(() => setImmediate(closeThoseOfRemoved));
  return {
    [Symbol.dispose]: () => {
      changes[Symbol.dispose]();
      server.off("secureConnection", hear);
    },
  };
}

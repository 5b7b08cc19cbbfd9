import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { IncomingMigrations } from "@gantry/kvm-core";
import { nothingHere } from "../http/refusal.ts";
import { refuseUpgrade } from "../http/respond.ts";
import { countReceived, probeTicket } from "./link-probe.ts";

/** The protocol that `GET /peer/stream/<ticket>` is upgraded to: the raw bytes of one stream of a migration. */
export const migrationUpgrade = "gantry-migration";

/** Milliseconds of silence after which the kernel asks whether the other host is still there. */
const askAfterMs = 10_000;

/**
 * Hands an authenticated peer's connection to the QEMU that its ticket is for; to no other, and to none twice.
 *
 * @param onRefusal hears of a ticket that was used, is another host's, or is none.
 */
export async function acceptMigrationStream(
  incoming: Pick<IncomingMigrations, "redeem">,
  { ticket, peer, socket, head }: { ticket: string; peer: string; socket: Duplex; head: Buffer },
  onRefusal: () => void,
): Promise<void> {
  const join =
    ticket === probeTicket
      ? (stream: Duplex) => Promise.resolve(countReceived(stream))
      : incoming.redeem(ticket, peer);
  if (join === undefined) {
    onRefusal();
    refuseUpgrade(socket, nothingHere());
    return;
  }
  prepareStream(socket);
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${migrationUpgrade}\r\n\r\n`,
  );
  if (head.length > 0) socket.unshift(head);
  await join(socket);
}

/**
 * Both ends of a stream: small answers are not held back, and a host that is gone is noticed though nothing is sent. A stream
 * that breaks before its QEMU is there to hear of it is closed; nobody else is told, and the agent does not end by it.
 */
export function prepareStream(socket: Duplex): void {
  socket.on("error", () => socket.destroy());
  if (!(socket instanceof Socket)) return;
  socket.setNoDelay(true);
  socket.setKeepAlive(true, askAfterMs);
}

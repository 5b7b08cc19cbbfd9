import type { Duplex } from "node:stream";
import type { IncomingMigrations } from "@gantry/kvm-core";
import { nothingHere } from "../http/refusal.ts";
import { refuseUpgrade } from "../http/respond.ts";

/** The protocol that `GET /peer/stream/<migrationId>` is upgraded to: raw bytes of QEMU's migration stream. */
export const migrationUpgrade = "gantry-migration";

/** Hands an authenticated peer's connection to the QEMU that waits for it; to no other, and to none twice. */
export async function acceptMigrationStream(
  incoming: IncomingMigrations,
  { migrationId, socket, head }: { migrationId: string; socket: Duplex; head: Buffer },
): Promise<void> {
  const { phase } = await incoming.probe(migrationId);
  if (phase !== "waiting") {
    refuseUpgrade(socket, nothingHere());
    return;
  }
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${migrationUpgrade}\r\n\r\n`,
  );
  if (head.length > 0) socket.unshift(head);
  await incoming.acceptStream(migrationId, socket);
}

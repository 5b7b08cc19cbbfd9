import { rm } from "node:fs/promises";
import type { Duplex } from "node:stream";
import { type HostServices, Instance, returnFiles } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import type { MigrationPeer } from "../model/migration-peer.ts";
import { takenOver } from "../model/ownership-rules.ts";
import { removeTaps } from "../network/index.ts";
import { writeInstance } from "../state-dir/index.ts";
import { assertOff } from "./assert-off.ts";
import { endWaiting } from "./end-waiting.ts";
import type { IncomingGuest } from "./incoming-guest.ts";
import { noteArrived } from "./incoming-past.ts";

/**
 * A person has said that the source of a migration is off, of which nothing is committed: what waits here becomes a stopped
 * instance of this host. Only with a shared store, whose record fences the source; the copy of the memory is ended, since the
 * source may have gone on from it.
 *
 * @throws GantryError `wrong_state` when what is seen contradicts it, `ownership_refused`; nothing was changed.
 */
export async function takeOverWaiting(
  services: HostServices,
  guest: IncomingGuest,
  peerOf: (host: string) => MigrationPeer<Duplex> | undefined,
): Promise<Instance> {
  const { layout, ownership, host, network } = services;
  const { uuid, source, migrationId, machine, places = null } = guest.request;
  const { name } = guest.spec;
  if (!ownership.shared) throw refused(name, `the right to run it is in ${source}'s own store`);
  if ((await guest.probe()).phase !== "received") throw refused(name, "not all of it has come here");
  const held = await ownership.read(uuid);
  if (held === undefined || held.record.migration?.id !== migrationId || held.record.owner !== source)
    throw refused(name, `its record does not say that ${source} is moving it here`);
  await assertOff({ name, host: source }, peerOf(source), (peer) => peer.stands(migrationId, uuid));

  const reason = `It was taken over from ${source}, which was off; it starts from its disks.`;
  const at = new Date().toISOString();
  const stored = {
    ...{ uuid, spec: guest.spec, createdAt: at, pinned: machine, places },
    lastExit: { state: "stopped", reason, at } as const,
  };
  // In this order a crash leaves either what waits, or the instance: what has arrived is not taken for half arrived.
  await noteArrived(layout, migrationId, { uuid, source });
  await writeInstance(layout, stored);
  if ((await ownership.compareAndSwap(takenOver(held.record, host), held.revision)) === undefined)
    throw refused(name, "its record changed at the same moment");
  await endWaiting(layout, migrationId);
  await guest.live.end({ state: "stopped", reason });
  for (const port of guest.ports) await port.detach();
  await removeTaps(guest.live.runtime.taps, network.run);
  await rm(guest.live.runtime.processDir, { recursive: true, force: true });
  await returnFiles(services, uuid);
  return new Instance(services, stored, guest.ports);
}

function refused(name: string, why: string): GantryError {
  return new GantryError("wrong_state", {
    message: `${name} was not taken over: ${why}.`,
    hint: "Nothing was changed. Look at the evidence of both hosts.",
  });
}

import type { Duplex } from "node:stream";
import type { Instance, LiveQemu } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import type { MigrationPeer } from "../model/migration-peer.ts";
import type { OwnedRevision, OwnershipRecord } from "../model/ownership.ts";
import { takenOver } from "../model/ownership-rules.ts";
import { queryStatus } from "../qmp/index.ts";
import { assertOff } from "./assert-off.ts";
import { noteTaken } from "./taken-file.ts";

/**
 * A person has said that the target of a committed migration is off: the source takes the instance over, stopped. Its
 * paused copy is ended, not let run: the target may have gone on from it. Noted first, so that the target is told when it
 * comes back; then the record, under a new epoch, compared and swapped.
 *
 * @throws GantryError `wrong_state` when what is seen contradicts it, `ownership_refused` when the record changed.
 */
export async function takeOverHere(
  instance: Instance,
  peerOf: (host: string) => MigrationPeer<Duplex> | undefined,
): Promise<void> {
  const { services, name, uuid } = instance;
  using _lock = instance.lock.take(name, "taking over");
  const held = await services.ownership.read(uuid);
  const { migration, live, revision, record } = await heldPaused(instance, held);
  await assertOff({ name, host: migration.target }, peerOf(migration.target), (peer) =>
    peer.probe(migration.id),
  );
  await noteTaken(services.layout, migration.id, { uuid, from: migration.target });
  const reason = `It was taken over from ${migration.target}, which was off; it starts from its disks.`;
  await live.end({ state: "stopped", reason });
  await live.forgotten;
  const wanted = takenOver(record, services.host);
  if ((await services.ownership.compareAndSwap(wanted, revision)) === undefined) throw changed(name);
  for (const port of instance.ports) port.holdInput(false);
  instance.observe("stopped", reason);
}

/** What was given away, and the paused process that proves that this host was not off since. */
async function heldPaused(
  { services, name, live }: Instance,
  held: OwnedRevision | undefined,
): Promise<{
  readonly migration: NonNullable<OwnershipRecord["migration"]>;
  readonly live: LiveQemu;
  readonly revision: number;
  readonly record: OwnershipRecord;
}> {
  const { host } = services;
  const migration = held?.record.migration ?? null;
  if (held === undefined || migration === null || held.record.owner === host)
    throw refused(name, `${host} has not given it to another host, or that is settled already`);
  if (held.record.state !== "committed" || migration.source !== host)
    throw refused(name, `its record does not say that ${host} has handed it over and waits for an answer`);
  if (live === undefined)
    throw refused(name, `${host} has no process of it any more, and cannot know what was decided meanwhile`);
  const { running, status } = await queryStatus(live.monitor);
  if (running) throw refused(name, `its process on ${host} is not paused but ${status}`);
  return { migration, live, revision: held.revision, record: held.record };
}

function refused(name: string, why: string): GantryError {
  return new GantryError("wrong_state", {
    message: `${name} was not taken over: ${why}.`,
    hint: "Nothing was changed. Look at the evidence of both hosts.",
  });
}

function changed(name: string): GantryError {
  return new GantryError("ownership_refused", {
    message: `The ownership record of ${name} changed while it was to be taken over.`,
    hint: "Look at both hosts; the record says who may run it.",
  });
}

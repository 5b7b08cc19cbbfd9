import { GantryError } from "../model/error.ts";
import type { OwnedRevision, OwnershipRecord } from "../model/ownership.ts";
import type { HostServices } from "./services.ts";

type Store = Pick<HostServices, "host" | "ownership">;

/** Takes the permission to run for a new process; the epoch grows. @throws GantryError `ownership_refused`. */
export async function claimOwnership(
  services: Store,
  uuid: string,
  incarnation: string,
): Promise<OwnershipRecord> {
  const held = await services.ownership.read(uuid);
  assertMine(services, uuid, held);
  const record: OwnershipRecord = {
    uuid,
    owner: services.host,
    incarnation,
    epoch: (held?.record.epoch ?? 0) + 1,
    state: "starting",
    migration: null,
  };
  if ((await services.ownership.compareAndSwap(record, held?.revision)) === undefined)
    throw changedMeanwhile(uuid);
  return record;
}

/** Changes the record that this host holds for this incarnation. @throws GantryError `ownership_refused`. */
export async function changeOwnership(
  services: Store,
  { uuid, incarnation }: { readonly uuid: string; readonly incarnation: string },
  change: (record: OwnershipRecord) => OwnershipRecord,
): Promise<OwnershipRecord> {
  const held = await services.ownership.read(uuid);
  if (held === undefined || held.record.owner !== services.host || held.record.incarnation !== incarnation) {
    throw notMine(services, uuid, held);
  }
  const record = change(held.record);
  if ((await services.ownership.compareAndSwap(record, held.revision)) === undefined)
    throw changedMeanwhile(uuid);
  return record;
}

/** Records that no process may run any more, if the record still names this incarnation. */
export async function releaseOwnership(services: Store, uuid: string, incarnation: string): Promise<void> {
  const held = await services.ownership.read(uuid);
  if (held?.record.owner !== services.host || held.record.incarnation !== incarnation) return;
  await services.ownership.compareAndSwap(
    { ...held.record, incarnation: null, state: "stopped", migration: null },
    held.revision,
  );
}

function assertMine(services: Store, uuid: string, held: OwnedRevision | undefined): void {
  if (held === undefined) return;
  if (held.record.owner !== services.host || held.record.migration !== null)
    throw notMine(services, uuid, held);
}

function notMine(services: Store, uuid: string, held: OwnedRevision | undefined): GantryError {
  const owner = held?.record.owner ?? "nobody";
  const migrating = held?.record.migration == null ? "" : " and a migration of it has not ended";
  return new GantryError("ownership_refused", {
    message: `${services.host} may not run this instance: its ownership record names ${owner}${migrating}.`,
    hint: "Start it on the host that owns it, or let the migration end first.",
    details: { uuid, record: held?.record ?? null },
  });
}

function changedMeanwhile(uuid: string): GantryError {
  return new GantryError("ownership_refused", {
    message: "The ownership record of this instance changed at the same moment.",
    hint: "Look at the instance and try again.",
    details: { uuid },
  });
}

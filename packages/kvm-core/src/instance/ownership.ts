import { GantryError } from "../model/error.ts";
import type { OwnedRevision, OwnershipRecord } from "../model/ownership.ts";
import { claimed, mayClaim, mayRun, released } from "../model/ownership-rules.ts";
import { journalMentions } from "../state-dir/index.ts";
import type { HostServices } from "./services.ts";

type Store = Pick<HostServices, "host" | "ownership">;

/** Takes the permission to run for a new process; the epoch grows. @throws GantryError `ownership_refused`. */
export async function claimOwnership(
  services: Store,
  uuid: string,
  incarnation: string,
): Promise<OwnershipRecord> {
  const held = await services.ownership.read(uuid);
  if (!mayClaim(held?.record, services.host)) throw notMine(services, uuid, held);
  const record = claimed(held?.record, uuid, { host: services.host, incarnation });
  if ((await services.ownership.compareAndSwap(record, held?.revision)) === undefined)
    throw changedMeanwhile(uuid);
  return record;
}

/**
 * Changes the record that this host holds for this incarnation.
 *
 * @param change called once the record was read, right before the change is sent.
 * @throws GantryError `ownership_refused`, `store_unreachable`.
 */
export async function changeOwnership(
  services: Store,
  { uuid, incarnation }: { readonly uuid: string; readonly incarnation: string },
  change: (record: OwnershipRecord) => OwnershipRecord,
  signal?: AbortSignal,
): Promise<OwnershipRecord> {
  const held = await services.ownership.read(uuid, signal);
  if (held === undefined || !mayRun(held.record, { host: services.host, incarnation })) {
    throw notMine(services, uuid, held);
  }
  const record = change(held.record);
  if ((await services.ownership.compareAndSwap(record, held.revision, signal)) === undefined)
    throw changedMeanwhile(uuid);
  return record;
}

/** Records that no process may run any more, if the record still names this incarnation. */
export async function releaseOwnership(
  services: Store & Pick<HostServices, "layout">,
  uuid: string,
  incarnation: string,
): Promise<void> {
  for (;;) {
    const held = await services.ownership.read(uuid);
    if (held === undefined || !mayRun(held.record, { host: services.host, incarnation })) return;
    // Handed over to this host and never let run here: by this record its source takes it back.
    const journal = services.layout.journalFile(uuid);
    if (held.record.state === "committed" && !(await journalMentions(journal, incarnation))) return;
    // Changed meanwhile, as by the note that it runs: it may still name the process that is gone.
    const next = released(held.record, services.ownership);
    if ((await services.ownership.compareAndSwap(next, held.revision)) !== undefined) return;
  }
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

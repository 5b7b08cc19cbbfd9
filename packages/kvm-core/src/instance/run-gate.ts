import { GantryError } from "../model/error.ts";
import type { OwnershipRecord } from "../model/ownership.ts";
import { mayRun, type RunningProcess } from "../model/ownership-rules.ts";
import { appendToJournal, boundJournal, noteInJournal, readSavedMemory } from "../state-dir/index.ts";
import type { LiveQemu } from "./live-qemu.ts";
import type { HostServices } from "./services.ts";

/** So long a guest that may run whatever the record says waits for it, in milliseconds. */
const pausedHereMs = 1000;

type GateServices = Pick<HostServices, "host" | "ownership" | "layout">;

/** What the gate may take for granted. */
interface GateKnowledge {
  /**
   * This very agent paused this process, in a migration for whose commit nothing was ever sent to the store: the record
   * cannot name anybody else. Only then the gate opens although the record cannot be read.
   */
  readonly pausedHere?: boolean | undefined;
  /** What the record has to allow: to run, unless a process is to hand on what it was to run before. */
  readonly may?: (held: OwnershipRecord | undefined, process: RunningProcess) => boolean;
}

/**
 * The only way to let a guest's CPUs run, or to let a migration go past its switchover. Reads the ownership record, and
 * writes down what it will do before it does it, so that recovery knows what may have run.
 *
 * @param send what lets them run: `cont`, or `migrate-continue`.
 * @throws GantryError `ownership_refused` when the record does not name this host and this process, or when the guest is
 *   a saved memory and not this process; `store_unreachable` when the record cannot be read. Nothing was sent.
 */
export async function openRunGate(
  services: GateServices,
  live: LiveQemu,
  send: () => Promise<void>,
  { pausedHere = false, may = mayRun }: GateKnowledge = {},
): Promise<void> {
  const { uuid } = live.runtime;
  const limit = pausedHere ? AbortSignal.timeout(pausedHereMs) : undefined;
  const epoch = await permission(services, live, { limit, may }).catch((error: unknown) => {
    if (!pausedHere || (error instanceof GantryError && error.code === "ownership_refused")) throw error;
    return live.runtime.epoch;
  });
  await assertNotInFile(services, live);
  const journal = services.layout.journalFile(uuid);
  await appendToJournal(journal, `will-run ${epoch} ${live.incarnation}`);
  await send();
  await noteInJournal(journal, `did-run ${epoch} ${live.incarnation}`);
  await boundJournal(journal);
}

/** The epoch under which the record lets this process run. */
async function permission(
  services: GateServices,
  { runtime, incarnation }: LiveQemu,
  { limit, may }: Required<Pick<GateKnowledge, "may">> & { readonly limit: AbortSignal | undefined },
): Promise<number> {
  const { uuid } = runtime;
  const held = await services.ownership.read(uuid, limit);
  if (held === undefined || !may(held.record, { host: services.host, incarnation })) {
    throw new GantryError("ownership_refused", {
      message: `The guest was not let run on ${services.host}: the ownership record names ${held?.record.owner ?? "nobody"}.`,
      hint: "Nothing was started twice. Look at the instance on the host that the record names.",
      details: { uuid, incarnation, record: held?.record ?? null },
    });
  }
  return held.record.epoch;
}

/** A guest whose memory lies in a file that may still be used must run nowhere: its disks would move on without it. */
async function assertNotInFile({ layout }: Pick<HostServices, "layout">, live: LiveQemu): Promise<void> {
  const { uuid } = live.runtime;
  const record = await readSavedMemory(layout, uuid);
  if (record === undefined) return;
  if (record.phase === "saving" && record.incarnation === live.incarnation) return;
  if (record.phase === "restoring" && record.into === live.incarnation) return;
  throw new GantryError("ownership_refused", {
    message:
      "The guest was not let run: its memory is saved in a file, and this process is not the one that read it.",
    hint: "Start the instance, which restores the memory, or force stop it, which discards the memory.",
    details: { uuid, incarnation: live.incarnation, phase: record.phase },
  });
}

import { GantryError } from "../model/error.ts";
import { mayRun } from "../model/ownership-rules.ts";
import { appendToJournal, boundJournal, noteInJournal, readSavedMemory } from "../state-dir/index.ts";
import type { LiveQemu } from "./live-qemu.ts";
import type { HostServices } from "./services.ts";

/**
 * The only way to let a guest's CPUs run, or to let a migration go past its switchover. Reads the ownership record, and
 * writes down what it will do before it does it, so that recovery knows what may have run.
 *
 * @param send what lets them run: `cont`, or `migrate-continue`.
 * @throws GantryError `ownership_refused` when the record does not name this host and this process, or when the guest is
 *   a saved memory and not this process; nothing was sent.
 */
export async function openRunGate(
  services: Pick<HostServices, "host" | "ownership" | "layout">,
  live: LiveQemu,
  send: () => Promise<void>,
): Promise<void> {
  const { uuid } = live.runtime;
  const held = await services.ownership.read(uuid);
  if (held === undefined || !mayRun(held.record, { host: services.host, incarnation: live.incarnation })) {
    throw new GantryError("ownership_refused", {
      message: `The guest was not let run on ${services.host}: the ownership record names ${held?.record.owner ?? "nobody"}.`,
      hint: "Nothing was started twice. Look at the instance on the host that the record names.",
      details: { uuid, incarnation: live.incarnation, record: held?.record ?? null },
    });
  }
  await assertNotInFile(services, live);
  const journal = services.layout.journalFile(uuid);
  await appendToJournal(journal, `will-run ${held.record.epoch} ${live.incarnation}`);
  await send();
  await noteInJournal(journal, `did-run ${held.record.epoch} ${live.incarnation}`);
  await boundJournal(journal);
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

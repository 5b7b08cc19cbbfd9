import {
  journalMentions,
  type Layout,
  readSavedMemory,
  removeSavedMemory,
  type SavedMemory,
  writeSavedMemory,
} from "../../state-dir/index.ts";

/**
 * Decides, once no process of the instance lives, whether its saved memory is the guest. It is as long as nothing that
 * read it may have run: the disks are then where they were. Otherwise it is removed, since it fits the disks no more.
 * Safe to repeat after a crash at any line.
 *
 * @returns the memory from which the guest goes on; undefined when there is none.
 */
export async function settleSavedMemory(layout: Layout, uuid: string): Promise<SavedMemory | undefined> {
  const record = await readSavedMemory(layout, uuid);
  if (record === undefined) return undefined;
  if (record.phase === "saved") return record.saved;
  const isWhole = record.phase === "restoring";
  // The run gate writes into the journal what it will do before it does it.
  if (isWhole && !(await journalMentions(layout.journalFile(uuid), record.into))) {
    await writeSavedMemory(layout, uuid, { phase: "saved", saved: record.saved });
    return record.saved;
  }
  await removeSavedMemory(layout, uuid);
  return undefined;
}

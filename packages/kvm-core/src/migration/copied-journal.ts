import { rm } from "node:fs/promises";
import { isInside } from "../host/index.ts";
import { type Instance, returnFiles } from "../instance/index.ts";
import { assertNotBase } from "../instance/linked-clones.ts";
import { appendToJournal, journalHolds } from "../state-dir/index.ts";

/**
 * Writes down, before the guest can leave, which disks it takes copies of, and whether the files here shall go: whoever
 * retires it reads this, also after a restart.
 */
export async function noteCopied(
  { services, uuid }: Instance,
  {
    id,
    disks,
    deleteSource,
  }: { readonly id: string; readonly disks: readonly string[]; readonly deleteSource: boolean },
): Promise<void> {
  const journal = services.layout.journalFile(uuid);
  for (const disk of disks) await appendToJournal(journal, copied(id, disk));
  if (deleteSource) await appendToJournal(journal, deletes(id));
}

/** The guest runs elsewhere with copies of its disks: the files here go back to their owner. */
export async function returnCopied(instance: Instance, id: string): Promise<void> {
  const disks = (await copiedDisks(instance, id)).map(({ disk }) => disk);
  await returnFiles(instance.services, instance.uuid, ({ disk }) => disk !== null && disks.includes(disk));
}

/**
 * Removes the files here of disks that were copied, when that was asked for. What linked clones are based on, and what
 * lies outside the image directories, stays.
 *
 * @returns the disks whose files are gone.
 */
export async function deleteCopied(instance: Instance, id: string): Promise<string[]> {
  const { services, uuid } = instance;
  if (!(await journalHolds(services.layout.journalFile(uuid), deletes(id)))) return [];
  const isBase = await assertNotBase(instance, "remove the disks of").then(
    () => false,
    () => true,
  );
  if (isBase) return [];
  const gone: string[] = [];
  for (const { disk, file } of await copiedDisks(instance, id)) {
    if (!(await isInside(file, services.imageRoots))) continue;
    await rm(file, { force: true });
    gone.push(disk);
  }
  return gone;
}

async function copiedDisks(
  { services, uuid, stored }: Instance,
  id: string,
): Promise<{ disk: string; file: string }[]> {
  const journal = services.layout.journalFile(uuid);
  const found = await Promise.all(
    stored.spec.disks.map(async ({ name, source }) =>
      "file" in source && (await journalHolds(journal, copied(id, name)))
        ? [{ disk: name, file: source.file }]
        : [],
    ),
  );
  return found.flat();
}

function copied(id: string, disk: string): string {
  return `copied ${id} ${disk}`;
}

function deletes(id: string): string {
  return `delete-source ${id}`;
}

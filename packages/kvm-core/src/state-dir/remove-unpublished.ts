import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Layout } from "./layout.ts";

/** What an atomic write is called until it takes its file's place. */
const unpublished = /\.[0-9a-f]{12}\.new$/;

/**
 * Removes what a former agent had written beside a file, and did not put in its place before it died: nobody ever reads it.
 * Only for the one who holds the lock of the state directory, before anything is written.
 */
export async function removeUnpublished(layout: Layout): Promise<void> {
  const { stateDir } = layout.directories;
  const instances = await readdir(layout.instancesDir);
  const directories = [
    ...[stateDir, layout.incomingDir, layout.ownershipDir, layout.lentDir],
    ...instances.map((uuid) => layout.instanceDir(uuid)),
  ];
  await Promise.all(directories.map(removeIn));
}

async function removeIn(directory: string): Promise<void> {
  // What lies beside the directories of instances is no directory.
  const names = await readdir(directory).catch(() => []);
  for (const name of names) if (unpublished.test(name)) await rm(join(directory, name), { force: true });
}

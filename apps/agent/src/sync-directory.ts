import { open } from "node:fs/promises";

/** Makes names that were made, changed or removed in a directory survive a loss of power. */
export async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path, "r");
  await directory.sync();
}

import { access, readdir } from "node:fs/promises";
import type { Layout } from "../state-dir/index.ts";

/** Uuids of the instances, here or gone, of whose consoles something was recorded on this host. */
export async function recordedInstances(layout: Layout): Promise<string[]> {
  const uuids = await readdir(layout.directories.logDir);
  const recorded = await Promise.all(
    uuids.map((uuid) =>
      access(layout.recordingsDir(uuid)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return uuids.filter((_, index) => recorded[index]);
}

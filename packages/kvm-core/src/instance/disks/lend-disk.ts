import type { DiskSpec } from "../../model/disk-spec.ts";
import type { Instance } from "../instance.ts";
import { lendFiles, returnFiles, writtenFiles } from "../lend-files.ts";
import type { LiveQemu } from "../live-qemu.ts";

/** Gives the image of a disk that is plugged in to the account that this QEMU runs as. */
export async function lendDisk(
  { services, uuid }: Instance,
  { runtime: { account } }: LiveQemu,
  { disk, undo }: { readonly disk: DiskSpec; readonly undo: AsyncDisposableStack },
): Promise<void> {
  if (account !== null) await lendFiles(services, { uuid, account, undo }, writtenFiles([disk]));
}

/** Gives the image of a disk back that is out of the guest and closed. */
export async function returnDisk({ services, uuid }: Instance, name: string): Promise<void> {
  await returnFiles(services, uuid, ({ disk }) => disk === name);
}

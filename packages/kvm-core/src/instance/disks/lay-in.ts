import { diskDeviceId, diskNodes, throttleNode } from "../../command-line/index.ts";
import type { DiskSpec } from "../../model/disk-spec.ts";
import {
  blockdevCloseTray,
  blockdevInsertMedium,
  blockdevOpenTray,
  blockdevRemoveMedium,
} from "../../qmp/index.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { closeNodes, openNodes } from "./disk-parts.ts";

/** Makes a drive hold what the spec says, whatever lies in it and however its tray stands. */
export async function layIn(live: LiveQemu, disk: DiskSpec, index: number): Promise<void> {
  const { monitor } = live;
  if (monitor.isClosed) return;
  const id = diskDeviceId(disk.name);
  await blockdevOpenTray(monitor, { id, force: true });
  await blockdevRemoveMedium(monitor, id);
  await closeNodes(live, disk.name);
  await openNodes(live, disk, index);
  if (diskNodes(disk, index).length > 0)
    await blockdevInsertMedium(monitor, { id, nodeName: throttleNode(disk.name) });
  await blockdevCloseTray(monitor, id);
}

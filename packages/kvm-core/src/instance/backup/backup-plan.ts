import { formatNode } from "../../command-line/index.ts";
import { isInside } from "../../host/index.ts";
import { GantryError } from "../../model/error.ts";
import { parseOrThrow } from "../../model/faults.ts";
import { type BackupTarget, backupTargetSchema } from "../../model/disk-options.ts";
import type { DiskSpec } from "../../model/disk-spec.ts";
import type { Instance } from "../instance.ts";

/** One copy that is to be made. */
export interface PlannedBackup {
  readonly disk: DiskSpec;
  readonly path: string;
  readonly format: "raw" | "qcow2";
  /** Id of QEMU's job, and name of the node that it writes to. */
  readonly id: string;
  readonly sourceNode: string;
}

/** Checks the targets. @throws GantryError `invalid_input`, `not_found`, `path_refused`, `unsupported`. */
export async function planBackups(
  { name, stored, live, services }: Instance,
  targets: readonly BackupTarget[],
): Promise<PlannedBackup[]> {
  return await Promise.all(
    targets.map(async (target) => {
      const { disk: wanted, path, format } = parseOrThrow(backupTargetSchema, target, { what: "The backup" });
      const disk = stored.spec.disks.find((one) => one.name === wanted);
      if (disk === undefined || "empty" in disk.source) {
        throw new GantryError("not_found", {
          message: `${name} has no disk ${wanted} with anything in it.`,
          hint: `Its disks are ${stored.spec.disks.map((one) => one.name).join(", ")}.`,
        });
      }
      if (live === undefined && !("file" in disk.source)) {
        throw new GantryError("unsupported", {
          message: `The disk ${wanted} of ${name} is no image file, and only QEMU can read it.`,
          hint: `Start ${name} and back it up while it runs, or use its storage's own means.`,
        });
      }
      if (!(await isInside(path, services.imageRoots))) {
        throw new GantryError("path_refused", {
          message: `${path} is outside the image directories (${services.imageRoots.join(", ")}).`,
          hint: "Choose a path in one of them.",
          details: { path },
        });
      }
      return { disk, path, format, id: `backup-${wanted}`, sourceNode: formatNode(wanted) };
    }),
  );
}

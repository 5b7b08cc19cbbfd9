import * as z from "zod";
import { chainName } from "./chain-name.ts";
import { qemuImg } from "./qemu-img.ts";

const infoSchema = z
  .object({
    snapshots: z
      .array(
        z.object({
          name: z.string(),
          "vm-state-size": z.number(),
          "date-sec": z.number(),
          "date-nsec": z.number(),
        }),
      )
      .default([]),
  })
  .transform(({ snapshots }) =>
    snapshots.map((snapshot) => ({
      name: snapshot.name,
      memoryBytes: snapshot["vm-state-size"],
      at: new Date(snapshot["date-sec"] * 1000 + Math.floor(snapshot["date-nsec"] / 1_000_000)),
    })),
  );

/** A snapshot inside one qcow2 image. `memoryBytes` is 0 when it is of the disk alone. */
export type ImageSnapshot = z.output<typeof infoSchema>[number];

/** The snapshots inside a qcow2 image that no QEMU writes to. */
export async function imageSnapshots(file: string): Promise<ImageSnapshot[]> {
  const printed = await qemuImg(["info", "--output=json", "-U", ownTables(file)], {
    what: `The snapshots in ${file} could not be listed`,
    path: file,
  });
  return infoSchema.parse(JSON.parse(printed));
}

/** Makes a snapshot in an image. @throws GantryError `file_in_use`, `disk_full`, `qemu_failed`. */
export async function makeSnapshot(file: string, name: string): Promise<void> {
  await change("-c", { file, name, what: `The snapshot ${name} could not be made in ${file}` });
}

/** Makes an image what it was: what it holds now is lost. @throws GantryError `file_in_use`, `qemu_failed`. */
export async function applySnapshot(file: string, name: string): Promise<void> {
  await change("-a", { file, name, what: `${file} could not be reverted to ${name}` });
}

/** Removes a snapshot from an image. @throws GantryError `file_in_use`, `qemu_failed`. */
export async function dropSnapshot(file: string, name: string): Promise<void> {
  await change("-d", { file, name, what: `The snapshot ${name} could not be removed from ${file}` });
}

async function change(
  verb: "-c" | "-a" | "-d",
  { file, name, what }: { readonly file: string; readonly name: string; readonly what: string },
): Promise<void> {
  await qemuImg(["snapshot", "-q", verb, name, ownTables(file)], { what, path: file });
}

/** Snapshots are a matter of the image itself: nothing below it is opened. */
function ownTables(file: string): string {
  return chainName({ file, format: "qcow2" }, { alone: true });
}

import { constants, fchmodSync, fstatSync, openSync } from "node:fs";
import { GantryError } from "@gantry/kvm-core/model";

/**
 * Opens a file for what a console said: for its owner alone, never through a link, never over anything unasked.
 *
 * @param option the one that names the file
 * @returns its descriptor
 * @throws GantryError `file_in_use` when it is there already, `invalid_input` when it cannot be made
 */
export function openNewFile(
  { path, force }: { readonly path: string; readonly force: boolean },
  option: string,
): number {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW, O_TRUNC } = constants;
  try {
    const file = openSync(path, O_WRONLY | O_CREAT | O_NOFOLLOW | (force ? O_TRUNC : O_EXCL), 0o600);
    // One that was there keeps its mode; a device is everybody's.
    if (fstatSync(file).isFile()) fchmodSync(file, 0o600);
    return file;
  } catch (cause) {
    const isThere = cause instanceof Error && "code" in cause && cause.code === "EEXIST";
    throw new GantryError(isThere ? "file_in_use" : "invalid_input", {
      message: isThere
        ? `There is a file ${path} already.`
        : `The file ${path} cannot be made: ${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: isThere
        ? "Name another one, or write over it with --force."
        : `Name a file that you may write with ${option}.`,
      details: { path },
      cause,
    });
  }
}

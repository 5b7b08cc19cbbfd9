import { open, rm } from "node:fs/promises";
import { DemoGuestError } from "./demo-guest-error.ts";

const SECTOR_BYTES = 512;

/**
 * Makes a raw disk image: `sizeBytes` zeros that take no room yet, with `content` at its start. Never touches a file
 * that exists, and leaves no half-made one behind.
 *
 * @throws DemoGuestError `invalid_input` for a size a disk cannot have; otherwise as {@link fileError}.
 */
export async function makeDiskFile(path: string, sizeBytes: number, content?: Uint8Array): Promise<void> {
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes <= 0 || sizeBytes % SECTOR_BYTES !== 0) {
    throw new DemoGuestError("invalid_input", `A disk cannot have ${sizeBytes} bytes.`, {
      hint: `Give a positive multiple of ${SECTOR_BYTES} bytes, such as ${1024 * 1024}.`,
    });
  }
  const file = await open(path, "wx").catch((error: unknown) => {
    throw fileError(path, error);
  });
  try {
    await file.truncate(sizeBytes);
    if (content !== undefined) await file.write(content, 0, content.byteLength, 0);
  } catch (error) {
    await rm(path, { force: true });
    throw fileError(path, error);
  } finally {
    await file.close();
  }
}

/** The error for a file that could not be written: `name_taken`, `file_missing`, `forbidden`, `disk_full` or `internal`. */
export function fileError(path: string, cause: unknown): DemoGuestError {
  switch (systemCode(cause)) {
    case "EEXIST":
      return new DemoGuestError("name_taken", `${path} exists already; it was not touched.`, {
        hint: "Choose another name, or delete the file if nothing uses it.",
        cause,
      });
    case "ENOENT":
    case "ENOTDIR":
      return new DemoGuestError("file_missing", `The directory for ${path} does not exist.`, {
        hint: "Make the directory first.",
        cause,
      });
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new DemoGuestError("forbidden", `This user may not write ${path}.`, {
        hint: "Choose a directory that you can write to.",
        cause,
      });
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return new DemoGuestError("disk_full", `There is not enough room for ${path}.`, {
        hint: "Free some room on that file system, or choose another one.",
        cause,
      });
    default:
      return new DemoGuestError("internal", `${path} could not be written: ${String(cause)}`, {
        hint: "The cause is in the message of the operating system.",
        cause,
      });
  }
}

function systemCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

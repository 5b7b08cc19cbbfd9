import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import { GantryError } from "../model/index.ts";

const run = promisify(execFile);
const failureSchema = z.looseObject({
  stderr: z.string(),
  code: z.union([z.string(), z.number()]).nullable(),
});

/**
 * Runs qemu-img on images whose format is named in `args`, so that it never probes.
 *
 * @param what is being done, for the message: "The disk /images/a.qcow2 could not be made".
 * @returns what it printed.
 * @throws GantryError `file_in_use` when another process has an image open, `disk_full`, `qemu_missing` when there is no
 *   qemu-img, else `qemu_failed` with its own words.
 */
export async function qemuImg(
  args: readonly string[],
  { what, path, signal }: { readonly what: string; readonly path: string; readonly signal?: AbortSignal },
): Promise<string> {
  try {
    const { stdout } = await run("qemu-img", [...args], { ...(signal === undefined ? {} : { signal }) });
    return stdout;
  } catch (cause) {
    throw explain(cause, { what, path });
  }
}

function explain(cause: unknown, { what, path }: { what: string; path: string }): GantryError {
  const failure = failureSchema.safeParse(cause);
  const words = failure.success ? failure.data.stderr.trim().replace(/^qemu-img: /, "") : String(cause);
  const facts = { message: `${what}: ${words}`, details: { path }, cause };
  if (failure.success && failure.data.code === "ENOENT") {
    const hint = "Install it (Debian: apt-get install qemu-utils).";
    return new GantryError("qemu_missing", { ...facts, message: `${what}: there is no qemu-img.`, hint });
  }
  if (/Failed to get .* lock/.test(words))
    return new GantryError("file_in_use", { ...facts, hint: "Stop what has the image open, and try again." });
  if (/No space left/.test(words))
    return new GantryError("disk_full", {
      ...facts,
      hint: "Free space on that file system, or use another one.",
    });
  return new GantryError("qemu_failed", { ...facts, hint: "qemu-img's own words say why." });
}

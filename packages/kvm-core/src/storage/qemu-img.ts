import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";
import { GantryError } from "../model/index.ts";

const run = promisify(execFile);
const failureSchema = z.looseObject({
  stderr: z.string(),
  code: z.union([z.string(), z.number()]).nullable(),
});

/** How a run of qemu-img is told of. */
export interface QemuImgRun {
  /** What is being done, for the message: "The disk /images/a.qcow2 could not be made". */
  readonly what: string;
  readonly path: string;
  /** Ends qemu-img, wherever it is. */
  readonly signal?: AbortSignal;
  readonly onOutput?: (text: string) => void;
}

/**
 * Runs qemu-img on images whose format is named in `args`, so that it never probes.
 *
 * @returns what it printed.
 * @throws GantryError `file_in_use` when another process has an image open, `disk_full`, `qemu_missing` when there is no
 *   qemu-img, `cancelled`, else `qemu_failed` with its own words.
 */
export async function qemuImg(
  args: readonly string[],
  { what, path, signal, onOutput }: QemuImgRun,
): Promise<string> {
  try {
    const running = run("qemu-img", [...args], { ...(signal === undefined ? {} : { signal }) });
    if (onOutput !== undefined) running.child.stdout?.on("data", (text: unknown) => onOutput(String(text)));
    const { stdout } = await running;
    return stdout;
  } catch (cause) {
    if (signal?.aborted === true) throw cancelled(what, path);
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
  if (words.includes("No space left"))
    return new GantryError("disk_full", {
      ...facts,
      hint: "Free space on that file system, or use another one.",
    });
  return new GantryError("qemu_failed", { ...facts, hint: "qemu-img's own words say why." });
}

function cancelled(what: string, path: string): GantryError {
  return new GantryError("cancelled", {
    message: `${what}: it was cancelled.`,
    hint: "Nothing of it is left; try again whenever it suits.",
    details: { path },
  });
}

import { constants } from "node:fs";
import { access, realpath } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import { GantryError } from "../model/index.ts";
import type { QemuFacts } from "./qemu-facts.ts";
import { readCachedFacts, writeCachedFacts } from "./qemu-facts-cache.ts";
import { readQemuFacts } from "./read-qemu-facts.ts";

/** The oldest QEMU that everything here was run with. */
export const oldestQemu = "7.2";

const defaultBinary = "qemu-system-x86_64";

/**
 * Finds QEMU and asks it what it can do, which takes about 0.3 s; with a `cacheDir` it is asked once for each file it is.
 *
 * @param binary a path, or a name to look up in PATH.
 * @throws GantryError `qemu_missing` when there is none that runs.
 */
export async function findQemu(
  binary: string = defaultBinary,
  { cacheDir }: { readonly cacheDir?: string } = {},
): Promise<QemuFacts> {
  const path = await locate(binary);
  const kept = cacheDir === undefined ? undefined : await readCachedFacts(cacheDir, path);
  if (kept !== undefined) return kept;
  const facts = await readQemuFacts(path).catch((cause: unknown) => {
    throw missing(`${path} does not run: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  });
  if (cacheDir !== undefined) await writeCachedFacts(cacheDir, facts);
  return facts;
}

async function locate(binary: string): Promise<string> {
  // oxlint-disable-next-line node/no-process-env -- looking a program up by its name means reading PATH
  const directories = isAbsolute(binary) ? [""] : (process.env["PATH"] ?? "").split(delimiter);
  for (const directory of directories) {
    const path = join(directory, binary);
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return realpath(path);
  }
  throw missing(`${binary} was not found${isAbsolute(binary) ? "" : " in PATH"}`, undefined);
}

function missing(what: string, cause: unknown): GantryError {
  return new GantryError("qemu_missing", {
    message: `No usable QEMU: ${what}.`,
    hint: "Install it (`apt-get install qemu-system-x86 qemu-utils`, `dnf install qemu-kvm qemu-img`) or set GANTRY_QEMU.",
    cause,
  });
}

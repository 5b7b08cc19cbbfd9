import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DemoGuestError } from "../demo-guest-error.ts";
import { fileError } from "../new-disk-file.ts";
import { readBusybox } from "./busybox.ts";
import { cachedGuest, guestVersion, keepGuest, type LinuxGuest } from "./cached-guest.ts";
import { pickModules } from "./guest-modules.ts";
import { type GuestParts, type PartsPlaces, partsFromPackages, partsOfMachine } from "./guest-parts.ts";
import { initramfs, rootEntries } from "./initramfs.ts";
import { readModuleTree } from "./module-tree.ts";
import { noParts } from "./no-parts.ts";
import type { BuildContext, BuildProgress } from "./progress.ts";
import { readModule } from "./read-module.ts";
import { openWorkspace } from "./workspace.ts";

/** How to build the Linux guest. */
export interface BuildOptions {
  /** Where the guest and the packages it is made of are kept; made if absent. See `defaultCacheDir`. */
  readonly cacheDir: string;
  readonly onProgress?: (progress: BuildProgress) => void;
  /** Ends the build; nothing of it is left. */
  readonly signal?: AbortSignal;
}

/**
 * Makes the Linux guest, or finds it ready in the cache, which takes no time. Needs apt and dpkg and no rights; on
 * machines without, a readable kernel with its modules and a static busybox. Installs nothing. Several builds may run
 * at once, in one process or many.
 *
 * @throws DemoGuestError `unsupported` with what to do, if this machine has nothing to build from; `cancelled`;
 *   `disk_full`, `forbidden` or `file_missing` if the cache cannot be written.
 */
export async function buildLinuxGuest(options: BuildOptions): Promise<LinuxGuest> {
  const cacheDir = resolve(options.cacheDir);
  const root = await rootEntries();
  const directory = join(cacheDir, `linux-guest-${guestVersion(root)}`);
  const ready = await cachedGuest(directory);
  if (ready !== undefined) return ready;

  const context: BuildContext = {
    onProgress: options.onProgress ?? (() => undefined),
    signal: options.signal,
  };
  try {
    await mkdir(cacheDir, { recursive: true });
    await using workspace = await openWorkspace(cacheDir);
    const parts = await findParts(
      { packages: join(cacheDir, "packages"), workspace: workspace.path },
      context,
    );
    context.onProgress({ step: "pack", message: `Packing the demo guest with Linux ${parts.kernelVersion}` });
    const busybox = await readBusybox(parts.busybox);
    const tree = await readModuleTree(parts.modules);
    const modules = await pickModules(tree, (path) => readModule(path, parts.busybox));
    context.signal?.throwIfAborted();
    await keepGuest(directory, workspace.path, {
      kernelVersion: parts.kernelVersion,
      kernel: await readFile(parts.kernel),
      initrd: initramfs(root, busybox, modules),
    });
  } catch (error) {
    throw buildError(error, cacheDir, context.signal);
  }
  const built = await cachedGuest(directory);
  if (built !== undefined) return built;
  throw new DemoGuestError("internal", `The demo guest that was just built is gone from ${directory}.`, {
    hint: "Something deletes files there while Gantry uses them; set GANTRY_CACHE_DIR to another directory.",
  });
}

async function findParts(places: PartsPlaces, context: BuildContext): Promise<GuestParts> {
  if (process.arch !== "x64") {
    throw new DemoGuestError(
      "unsupported",
      `The demo guest is made for x86-64, this machine is ${process.arch}.`,
      {
        hint: "Copy the cache directory of an x86-64 machine here and name it in GANTRY_CACHE_DIR.",
      },
    );
  }
  try {
    return await partsFromPackages(places, context);
  } catch (refusal) {
    context.signal?.throwIfAborted();
    const parts = await partsOfMachine();
    if (parts === undefined) throw await noParts(refusal);
    return parts;
  }
}

function buildError(error: unknown, cacheDir: string, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) {
    return new DemoGuestError("cancelled", "Building the demo guest was cancelled; nothing of it is left.", {
      hint: "Start again when you like; packages already downloaded are kept.",
      cause: error,
    });
  }
  return error instanceof DemoGuestError ? error : fileError(cacheDir, error);
}

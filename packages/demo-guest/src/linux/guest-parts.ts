import { access, constants, mkdir, readdir, rm } from "node:fs/promises";
import { release } from "node:os";
import { join } from "node:path";
import { DemoGuestError } from "../demo-guest-error.ts";
import { isStaticProgram } from "./busybox.ts";
import { runCommand } from "./command.ts";
import { downloadPackageFiles, keptPackageFiles, type PackageFiles } from "./package-files.ts";
import type { BuildContext } from "./progress.ts";

/** What the guest is made of, as files to read. */
export interface GuestParts {
  /** As `uname -r` says it. */
  readonly kernelVersion: string;
  readonly kernel: string;
  /** The directory that is `/lib/modules/<version>` on a system. */
  readonly modules: string;
  readonly busybox: string;
}

/** Where to look and where to work. */
export interface PartsPlaces {
  /** Package files kept from build to build. */
  readonly packages: string;
  /** An empty directory on the same file system; unpacked parts lie in it. */
  readonly workspace: string;
}

/**
 * The parts in Debian's or Ubuntu's package files: those that an earlier build kept, else newly downloaded ones.
 *
 * @throws DemoGuestError `file_missing` if the machine has no apt, `network_failed` or `internal` if apt fails.
 */
export async function partsFromPackages(places: PartsPlaces, context: BuildContext): Promise<GuestParts> {
  const kept = await keptPackageFiles(places.packages);
  if (kept !== undefined) {
    const parts = await unpack(kept, join(places.workspace, "kept"), context).catch(() => undefined);
    if (parts !== undefined) return parts;
    context.signal?.throwIfAborted();
    await rm(places.packages, { recursive: true });
  }
  const files = await downloadPackageFiles(places.packages, places.workspace, context);
  return await unpack(files, join(places.workspace, "new"), context);
}

async function unpack(files: PackageFiles, root: string, context: BuildContext): Promise<GuestParts> {
  context.onProgress({ step: "unpack", message: "Unpacking the kernel and busybox" });
  await mkdir(root);
  for (const file of [...files.kernel, files.busybox]) {
    await runCommand({ program: "dpkg-deb", args: ["-x", file, root] }, context.signal);
  }
  const image = (await readdir(join(root, "boot"))).find((name) => name.startsWith("vmlinuz-"));
  const kernelVersion = image?.slice("vmlinuz-".length) ?? "";
  const parts = await partsBelow(root, kernelVersion);
  if (parts !== undefined) return parts;
  throw new DemoGuestError(
    "unsupported",
    `The packages ${files.kernel.join(", ")} hold no kernel as expected.`,
    {
      hint: "Please report this, with the release of your distribution.",
    },
  );
}

/** The kernel this machine runs and its busybox, if this user may read the one and the other is static. */
export async function partsOfMachine(): Promise<GuestParts | undefined> {
  return await partsBelow("/", release());
}

/** Distributions differ in where they put things; these are all the places. */
async function partsBelow(root: string, kernelVersion: string): Promise<GuestParts | undefined> {
  const modules = await firstReadable(
    ["lib", "usr/lib"].map((lib) => join(root, lib, "modules", kernelVersion)),
  );
  if (modules === undefined) return undefined;
  const kernel = await firstReadable([
    join(root, "boot", `vmlinuz-${kernelVersion}`),
    join(modules, "vmlinuz"),
  ]);
  const directories = ["usr/bin", "bin", "usr/sbin", "sbin"].map((bin) => join(root, bin));
  const programs = directories.flatMap((bin) => [join(bin, "busybox"), join(bin, "busybox.static")]);
  const isStatic = await Promise.all(programs.map(isStaticProgram));
  const busybox = programs.find((_, index) => isStatic[index]);
  if (kernel === undefined || busybox === undefined) return undefined;
  return { kernelVersion, kernel, modules, busybox };
}

async function firstReadable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const readable = await access(path, constants.R_OK).then(
      () => true,
      () => false,
    );
    if (readable) return path;
  }
  return undefined;
}

import { mkdir, readdir, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { DemoGuestError } from "../demo-guest-error.ts";
import { Apt } from "./apt.ts";
import type { BuildContext } from "./progress.ts";

/** Packages that depend on the newest kernel for virtual machines: Debian's and Ubuntu's. */
const KERNEL_META_PACKAGES = ["linux-image-cloud-amd64", "linux-image-virtual"];
const BUSYBOX_PACKAGE = "busybox-static";

/** Package files on disk: the kernel with its modules (one package on Debian, two on Ubuntu), and busybox. */
export interface PackageFiles {
  readonly kernel: readonly string[];
  readonly busybox: string;
}

/** The package files that an earlier build left in `directory`, or undefined. */
export async function keptPackageFiles(directory: string): Promise<PackageFiles | undefined> {
  const names = await readdir(directory).catch(() => []);
  const kernel = names.filter((name) => name.startsWith("linux-")).map((name) => join(directory, name));
  const busybox = names.find((name) => name.startsWith(BUSYBOX_PACKAGE));
  if (kernel.length === 0 || busybox === undefined) return undefined;
  return { kernel, busybox: join(directory, busybox) };
}

/**
 * Downloads the package files and keeps them in `directory`, which appears only when it is complete.
 *
 * @param workspace an empty directory on the same file system.
 * @throws DemoGuestError `file_missing` if the machine has no apt; `network_failed` if apt finds or gets nothing.
 */
export async function downloadPackageFiles(
  directory: string,
  workspace: string,
  context: BuildContext,
): Promise<PackageFiles> {
  const complete = join(workspace, "packages");
  await mkdir(complete);
  const files = await fetchFromApt(workspace, context);
  for (const file of files) await rename(file, join(complete, basename(file)));
  // Another build may have been quicker; its files are as good.
  await rename(complete, directory).catch(() => undefined);
  const kept = await keptPackageFiles(directory);
  if (kept !== undefined) return kept;
  throw new DemoGuestError(
    "internal",
    `${directory} is in the way: it does not hold the packages it should.`,
    {
      hint: `Delete ${directory} and try again.`,
    },
  );
}

async function fetchFromApt(workspace: string, context: BuildContext): Promise<string[]> {
  const first = join(workspace, "first");
  const second = join(workspace, "second");
  await Promise.all([mkdir(first), mkdir(second)]);
  try {
    return await fetchAll(Apt.withListsOfMachine(context), first);
  } catch (error) {
    context.signal?.throwIfAborted();
    if (error instanceof DemoGuestError && error.code === "file_missing") throw error;
  }
  // The machine's lists are absent, or older than what the mirror still has: fetch own ones, which needs no root.
  return await fetchAll(await Apt.withFreshLists(join(workspace, "apt"), context), second);
}

async function fetchAll(apt: Apt, into: string): Promise<string[]> {
  const names = [...(await kernelPackages(apt)), BUSYBOX_PACKAGE];
  const files: string[] = [];
  for (const name of names) files.push(await apt.download(name, into));
  return files;
}

async function kernelPackages(apt: Apt): Promise<string[]> {
  for (const meta of KERNEL_META_PACKAGES) {
    const image = (await apt.dependenciesOf(meta))?.find((name) => /^linux-image-\d/.test(name));
    if (image === undefined) continue;
    const modules = (await apt.dependenciesOf(image))?.filter((name) => /^linux-modules-\d/.test(name)) ?? [];
    return [image, ...modules];
  }
  throw new DemoGuestError("network_failed", `apt knows none of ${KERNEL_META_PACKAGES.join(", ")}.`, {
    hint: "Look at the package sources of this machine: apt-cache policy.",
  });
}

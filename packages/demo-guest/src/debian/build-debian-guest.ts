import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DemoGuestError } from "../demo-guest-error.ts";
import type { BuildOptions } from "../linux/build-linux-guest.ts";
import { runCommand } from "../linux/command.ts";
import { openWorkspace } from "../linux/workspace.ts";
import { fileError } from "../new-disk-file.ts";
import { makeBootableDisk } from "./bootable-disk.ts";
import { cachedDisk, type DebianGuest, keepDisk } from "./cached-disk.ts";
import { type DebianSources, debianSources } from "./debian-sources.ts";

/** Memory that the Debian guest boots well in. */
export const DEBIAN_GUEST_MEMORY_MIB = 512;

/** Raise it when code that puts the guest together changes what comes out. */
const recipe = 1;
const sizeMiB = 1400;
const packages = [
  ...["systemd-sysv", "udev", "dbus", "iproute2", "login", "passwd", "kmod"],
  ...["linux-image-cloud-amd64", "grub-pc-bin", "cloud-init", "qemu-guest-agent"],
];
/** What nobody reads in a guest that lives for minutes. */
const leftOut = ["/usr/share/man/*", "/usr/share/doc/*", "/usr/share/locale/*"];
const hooks = { before: "before-packages.sh", after: "after-packages.sh" } as const;

/**
 * Makes a small but whole Debian, of the release of this machine: systemd, cloud-init and the QEMU guest agent, on a disk
 * that boots by BIOS and shows its console on the first serial port. Nobody can sign in before cloud-init makes a user.
 *
 * A finished one is found in the cache at once; building takes a minute or two. Needs Debian's package sources,
 * mmdebstrap, mkfs.ext4 and qemu-img, as root, or with the subordinate user ids that mmdebstrap asks for otherwise and
 * fakeroot; no mount and no loop device. Several builds may run at once.
 *
 * @throws DemoGuestError `unsupported`, `file_missing` (a program, named), `internal` with the last words of the program
 *   that failed, `cancelled`, or what the cache directory refuses.
 */
export async function buildDebianGuest(options: BuildOptions): Promise<DebianGuest> {
  const { onProgress = () => undefined, signal } = options;
  const cacheDir = resolve(options.cacheDir);
  const sources = await debianSources(signal);
  const directory = join(cacheDir, `debian-guest-${await versionOf(sources)}`);
  const ready = await cachedDisk(directory);
  if (ready !== undefined) return ready;
  try {
    await mkdir(cacheDir, { recursive: true });
    await using workspace = await openWorkspace(cacheDir);
    const inside = (name: string) => join(workspace.path, name);
    const [tar, raw, disk] = [inside("root.tar"), inside("disk.raw"), inside("disk.qcow2")];
    onProgress({ step: "download", message: `Installing Debian ${sources.codename} into a directory` });
    await installTo(tar, { sources, workspace: workspace.path, signal });
    onProgress({ step: "pack", message: "Writing the Debian guest's disk" });
    await makeBootableDisk(tar, { disk: raw, workspace: workspace.path, sizeMiB }, signal);
    await runCommand({ program: "qemu-img", args: ["convert", "-O", "qcow2", raw, disk] }, signal);
    await keepDisk(directory, { disk, codename: sources.codename }, workspace.path);
  } catch (error) {
    throw buildError(error, cacheDir, signal);
  }
  const built = await cachedDisk(directory);
  if (built !== undefined) return built;
  throw new DemoGuestError("internal", `The Debian guest that was just built is gone from ${directory}.`, {
    hint: "Something deletes files there while Gantry uses them; set GANTRY_CACHE_DIR to another directory.",
  });
}

async function installTo(
  tar: string,
  about: {
    readonly sources: DebianSources;
    readonly workspace: string;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  const { sources, workspace, signal } = about;
  const args = [
    "--quiet",
    "--variant=minbase",
    `--include=${packages.join(",")}`,
    ...['Apt::Install-Recommends "false";', ...sources.aptOptions].map((option) => `--aptopt=${option}`),
    ...leftOut.map((path) => `--dpkgopt=path-exclude=${path}`),
    `--essential-hook=sh ${quoted(hookFile(hooks.before))} "$1"`,
    `--customize-hook=sh ${quoted(hookFile(hooks.after))} "$1"`,
    sources.codename,
    tar,
    ...sources.lines,
  ];
  // The tree is as large as the disk: it is made where there is room for that, and goes away with the workspace.
  // Named here when it is missing: `env` would only fail.
  await runCommand({ program: "mmdebstrap", args: ["--version"] }, signal);
  const variables = [`TMPDIR=${workspace}`, "LC_ALL=C.UTF-8"];
  await runCommand({ program: "env", args: [...variables, "mmdebstrap", ...args] }, signal);
}

function hookFile(name: string): string {
  return join(import.meta.dirname, "recipe", name);
}

/** As one word for a shell: a checkout may lie anywhere. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

/** Names what the guest is made of by our side: equal recipe, equal name. Which versions Debian has is its matter. */
async function versionOf({ codename }: DebianSources): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify({ recipe, sizeMiB, packages, leftOut, codename }));
  for (const name of Object.values(hooks)) hash.update(await readFile(hookFile(name)));
  return hash.digest("hex").slice(0, 16);
}

function buildError(error: unknown, cacheDir: string, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) {
    return new DemoGuestError(
      "cancelled",
      "Building the Debian guest was cancelled; nothing of it is left.",
      {
        hint: "Start again when you like.",
        cause: error,
      },
    );
  }
  return error instanceof DemoGuestError ? error : fileError(cacheDir, error);
}

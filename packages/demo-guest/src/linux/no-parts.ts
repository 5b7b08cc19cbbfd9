import { readFile } from "node:fs/promises";
import { release } from "node:os";
import { DemoGuestError } from "../demo-guest-error.ts";

/** How each family of distributions installs a static busybox; its kernel is the one that runs. */
const BUSYBOX_COMMANDS: ReadonlyMap<string, string> = new Map([
  ["debian", "sudo apt-get install busybox-static"],
  ["fedora", "sudo dnf install busybox"],
  ["suse", "sudo zypper install busybox-static"],
  ["arch", "sudo pacman -S busybox"],
  ["alpine", "sudo apk add busybox-static"],
]);

/**
 * The error for a machine that offers nothing to build the guest from.
 *
 * @param cause why the packages could not be had.
 */
export async function noParts(cause: unknown): Promise<DemoGuestError> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const osRelease = await readFile("/etc/os-release", "utf8").catch(() => "");
  return new DemoGuestError(
    "unsupported",
    `There is no kernel and busybox to build the demo guest from. Debian packages could not be had: ${reason}`,
    { hint: hintFor(osRelease, release()), cause },
  );
}

/** What makes the machine's own kernel and busybox usable, by the content of `/etc/os-release`. */
export function hintFor(osRelease: string, kernelVersion: string): string {
  const families = [...osRelease.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)]
    .flatMap((match) => (match[1] ?? "").replaceAll('"', "").split(" "))
    .map((id) => (id.startsWith("opensuse") ? "suse" : id === "ubuntu" ? "debian" : id));
  const known = families
    .map((family) => BUSYBOX_COMMANDS.get(family))
    .find((command) => command !== undefined);
  const install = known ?? "install a statically linked busybox";
  const readable = `sudo chmod a+r /boot/vmlinuz-${kernelVersion}`;
  const network = families.includes("debian")
    ? "Check that this machine reaches its package sources, or use"
    : "Use";
  return `${network} its own kernel: ${install}; and, if only root may read the kernel: ${readable}`;
}

import { access } from "node:fs/promises";
import { join } from "node:path";
import type { HostInfo } from "@gantry/kvm-core/model";

/**
 * The guest that a host offers to those who want to try things: `kernel` and `initrd` in a directory that a setting names, as the
 * demo lays them there. Undefined while they are not there.
 */
export async function demoGuestIn(directory: string | undefined): Promise<HostInfo["demoGuest"]> {
  if (directory === undefined) return undefined;
  const [kernel, initrd] = [join(directory, "kernel"), join(directory, "initrd")];
  const areThere = await Promise.all([kernel, initrd].map((file) => access(file))).then(
    () => true,
    () => false,
  );
  // The check of timers fails on busy hosts without KVM; the rest is what a person wants to see of a boot.
  const cmdline = "console=ttyS0 loglevel=6 no_timer_check";
  return areThere ? { kernel, initrd, cmdline, memoryMiB: 128 } : undefined;
}

import type { GuestModules } from "./initramfs.ts";
import { type ModuleTree, modulesInLoadOrder, requireModules } from "./module-tree.ts";

// virtio_pci finds virtio devices at every PCI address; the file system is ext2, which the ext4 driver reads.
const REQUIRED = ["virtio_pci", "virtio_blk", "ext4"];
// crc32c is what ext4 needs without saying so; the button and its events are what acpid listens to.
const EARLY = ["crc32c_generic", "button", "evdev"];
const LATE = [
  ...["af_packet", "virtio_net"],
  ...["virtio_console", "virtio_rng", "virtio_balloon"],
  ...["virtio_scsi", "sd_mod", "sr_mod", "isofs"],
  ...["pvpanic_mmio", "pvpanic_pci"],
];

/** The names this guest asks for; part of what its cached version depends on. */
export const WANTED_MODULES: readonly string[] = [...REQUIRED, ...EARLY, ...LATE];

/**
 * Picks the guest's modules out of a kernel's.
 *
 * @param readModule reads a module's file and undoes its compression.
 * @throws DemoGuestError `unsupported` if the kernel lacks one the guest cannot do without.
 */
export async function pickModules(
  tree: ModuleTree,
  readModule: (path: string) => Promise<Buffer>,
): Promise<GuestModules> {
  requireModules(tree, REQUIRED);
  const early = await modulesInLoadOrder(tree, [...REQUIRED, ...EARLY], readModule);
  const all = await modulesInLoadOrder(tree, WANTED_MODULES, readModule);
  return { early, late: all.slice(early.length) };
}

import { mkdir, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import type { LinuxGuest } from "@gantry/demo-guest";

/** Lets the hosts offer the guest for new instances: links of fixed names that lead to where it was built. */
export async function offerGuest({ kernel, initrd }: LinuxGuest, guestDir: string): Promise<void> {
  await mkdir(guestDir, { recursive: true, mode: 0o700 });
  for (const [name, target] of Object.entries({ kernel, initrd })) {
    // An instance may be about to start from the former one.
    const fresh = join(guestDir, `.${name}`);
    await rm(fresh, { force: true });
    await symlink(target, fresh);
    await rename(fresh, join(guestDir, name));
  }
}

import { access, constants } from "node:fs/promises";

/** Whether guests can run under KVM here, and why or why not, in one sentence. */
export interface KvmVerdict {
  readonly usable: boolean;
  readonly reason: string;
  /** What to do about it. */
  readonly fix?: string;
}

/** Tells whether KVM is usable on this host. */
export async function probeKvm({ qemu: _qemu, cacheDir: _cacheDir }: { qemu: string; cacheDir: string }): Promise<KvmVerdict> {
  const opens = await access("/dev/kvm", constants.R_OK | constants.W_OK).then(() => true, () => false);
  if (!opens) return { usable: false, reason: "/dev/kvm cannot be opened." };
  return { usable: false, reason: "No probe guest has run under KVM yet." };
}

import { readFile } from "node:fs/promises";

const setting = "/proc/sys/vm/unprivileged_userfaultfd";

/**
 * Whether QEMU gets userfaultfd under this account, and what that follows from. The kernel gives it to processes without
 * privileges only where it is told to, since 5.11 by default not; QEMU knows `/dev/userfaultfd`, which has rights of its own,
 * since 8.0 only.
 */
export async function userfaultfdFor(
  uid: number,
  file = setting,
): Promise<{ readonly isUsable: boolean; readonly evidence: string }> {
  const value = await readFile(file, "utf8").catch(() => undefined);
  const told = value === undefined ? "unknown here" : `= ${value.trim()}`;
  const evidence = `vm.unprivileged_userfaultfd ${told}, QEMU runs as uid ${uid}`;
  return { isUsable: value !== undefined && (uid === 0 || value.trim() === "1"), evidence };
}

import { whyClosedTo } from "../host/index.ts";
import type { Account } from "../model/account.ts";
import { backingChain, type Fault, type InstanceSpec } from "../model/index.ts";

/** A path of a spec, the field that names it, and what QEMU does with it. */
interface Use {
  readonly path: string;
  readonly field: string;
  /** What is written to is given to the account first. */
  readonly wish: "read" | "become owner";
}

/**
 * The files of a spec that the account which QEMU runs as could not use, each with the command that mends it.
 *
 * @param isOpen tells which fields are worth a look: those whose file is there.
 */
export async function checkAccountAccess(
  spec: Pick<InstanceSpec, "boot" | "disks">,
  account: Account,
  isOpen: (field: string) => boolean,
): Promise<Fault[]> {
  const uses = usesOf(spec).filter(({ field }) => isOpen(field));
  const faults = await Promise.all(
    uses.map(async ({ path, field, wish }): Promise<Fault[]> => {
      const closed = await whyClosedTo(account, path, wish);
      return closed === undefined ? [] : [{ path: field, message: `${closed.message}; ${closed.fix}` }];
    }),
  );
  return faults.flat();
}

function usesOf({ boot, disks }: Pick<InstanceSpec, "boot" | "disks">): Use[] {
  const read = (path: string, field: string): Use => ({ path, field, wish: "read" });
  const uses: Use[] = [];
  if ("kernel" in boot) uses.push(read(boot.kernel, "boot.kernel"));
  if ("kernel" in boot && boot.initrd !== undefined) uses.push(read(boot.initrd, "boot.initrd"));
  for (const [index, disk] of disks.entries()) {
    const { source } = disk;
    const wish = disk.readOnly || disk.bus === "cdrom" ? "read" : "become owner";
    const at = `disks.${index}`;
    if ("file" in source) uses.push({ path: source.file, field: `${at}.source.file`, wish });
    if ("device" in source) uses.push({ path: source.device, field: `${at}.source.device`, wish });
    for (const [level, { file }] of backingChain(disk).entries())
      uses.push(read(file, `${at}${".backing".repeat(level + 1)}.file`));
  }
  return uses;
}

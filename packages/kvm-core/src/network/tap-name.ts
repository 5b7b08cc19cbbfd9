import { createHash } from "node:crypto";

/**
 * Name of the tap of one interface: the same after every start, so that what a dead start left behind is recognised.
 * At most 15 characters, the kernel's limit.
 *
 * @param scope tells hosts apart that share one network namespace: source and target of a migration between them hold
 *   a tap of the same instance at the same time.
 */
export function tapName(scope: string, uuid: string, index: number): string {
  const digest = createHash("sha256").update(`${scope}\0${uuid}`).digest("hex");
  return `gt${digest.slice(0, 11)}${index}`;
}

/** Whether an interface carries a name that only {@link tapName} gives. */
export function isTapName(name: string): boolean {
  return /^gt[0-9a-f]{11}[0-7]$/.test(name);
}

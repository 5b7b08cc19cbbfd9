import { createHash } from "node:crypto";

/**
 * Name of the tap of one interface: the same after every start, so that what a dead start left behind is recognised.
 * Exactly 15 characters, the kernel's limit: four digits for the host, eight for the instance, one for the interface.
 *
 * @param scope tells hosts apart that share one network namespace: source and target of a migration between them hold
 *   a tap of the same instance at the same time.
 * @param number of the interface in its machine, 0 to 7.
 * @param taken taps of another process of the instance on this host, which has its own: then there is a second name.
 */
export function tapName(scope: string, uuid: string, number: number, taken: readonly string[] = []): string {
  const name = `${prefix(scope)}${digits(`${scope}\0${uuid}`, 8)}${number}`;
  if (!taken.includes(name)) return name;
  return `${prefix(scope)}${digits(`${scope}\0${uuid}\0second`, 8)}${number}`;
}

/** Whether an interface carries a name that only {@link tapName} gives; older agents used one digit less. */
export function isTapName(name: string): boolean {
  return /^gt[0-9a-f]{11,12}[0-7]$/.test(name);
}

/** The tap of the interface with this number, among those of one instance. */
export function tapOfNumber(taps: readonly string[], number: number): string | undefined {
  return taps.find((tap) => tap.endsWith(String(number)));
}

/** Whether an interface carries a name that only this host gives, to the tap or the brake of some interface. */
export function isOfScope(scope: string, name: string): boolean {
  const tap = name.startsWith("gi") ? `gt${name.slice(2)}` : name;
  return isTapName(tap) && tap.startsWith(prefix(scope)) && tap.length === 15;
}

/** Name of the interface through which a tap's packets from the guest are slowed down. */
export function brakeName(tap: string): string {
  return `gi${tap.slice(2)}`;
}

function prefix(scope: string): string {
  return `gt${digits(scope, 4)}`;
}

function digits(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

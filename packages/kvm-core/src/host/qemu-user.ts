import { execFile } from "node:child_process";
import type { Stats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { promisify } from "node:util";
import type { Account } from "../model/account.ts";
import { GantryError } from "../model/index.ts";

/** The account that is looked for when nobody names one. */
export const ownAccount = "gantry-qemu";

/** As whom QEMU runs, when that is not the agent's own user. */
export interface QemuUser {
  readonly name: string;
  /** Whether each instance has a uid of its own. */
  readonly hasOwnUids: boolean;
  /** The account of one instance: the same on every host that is set up alike. */
  accountFor(uuid: string): Account;
}

/** Where accounts and KVM are looked up. */
export interface QemuUserRequest {
  /** `auto`, `none`, a name or a uid. */
  readonly wanted: string | number;
  readonly accelerator: "kvm" | "tcg";
}

/**
 * Finds the account that QEMU runs as; undefined when it is the agent's own. `auto` is the account `gantry-qemu` where
 * the agent is root and there is one.
 *
 * When `gantry-qemu` has subordinate uids in /etc/subuid, each instance runs as one of these: then not even the QEMU of
 * another guest can read its disks.
 *
 * @throws GantryError `invalid_input` when there is no such account, or the agent may not become it; `kvm_unusable` when
 *   that account may not open /dev/kvm.
 */
export async function findQemuUser({ wanted, accelerator }: QemuUserRequest): Promise<QemuUser | undefined> {
  const own = process.getuid?.() ?? 0;
  if (wanted === "none" || (wanted === "auto" && own !== 0)) return undefined;
  const found = await lookUp(wanted === "auto" ? ownAccount : String(wanted));
  if (found === undefined && wanted === "auto") return undefined;
  if (found === undefined) throw noSuchAccount(wanted);
  if (found.uid === own) return undefined;
  if (own !== 0) throw notPermitted(found.name, own);
  const gid = accelerator === "kvm" ? groupForKvm(found, await stat("/dev/kvm")) : found.gid;
  const range = found.name === ownAccount ? await subordinateUids(found.name) : undefined;
  return {
    name: found.name,
    hasOwnUids: range !== undefined,
    accountFor: (uuid) => ({ uid: range === undefined ? found.uid : uidFor(uuid, range), gid }),
  };
}

interface Found extends Account {
  readonly name: string;
}

/** Asks the host's account database, whatever it is kept in. A bare number needs no entry. */
async function lookUp(wanted: string): Promise<Found | undefined> {
  const line = await promisify(execFile)("getent", ["passwd", "--", wanted]).then(
    ({ stdout }) => stdout,
    () => "",
  );
  const [name = "", , uid, gid] = line.split(":");
  if (name !== "" && uid !== undefined && gid !== undefined)
    return { name, uid: Number(uid), gid: Number(gid) };
  return /^\d{1,9}$/.test(wanted) ? { name: wanted, uid: Number(wanted), gid: Number(wanted) } : undefined;
}

/** A row of uids: the first, and how many. */
export interface UidRange {
  readonly first: number;
  readonly count: number;
}

async function subordinateUids(name: string): Promise<UidRange | undefined> {
  return readSubordinateUids(await readFile("/etc/subuid", "utf8").catch(() => ""), name);
}

/** The uids that subuid(5) gives to an account. */
export function readSubordinateUids(text: string, name: string): UidRange | undefined {
  for (const line of text.split("\n")) {
    const [account, first, count] = line.trim().split(":");
    if (account === name && Number(first) > 0 && Number(count) > 0)
      return { first: Number(first), count: Number(count) };
  }
  return undefined;
}

/** The uid of an instance: told by its uuid alone, so that every host comes to the same. */
export function uidFor(uuid: string, { first, count }: UidRange): number {
  return first + (Number.parseInt(uuid.slice(0, 8), 16) % count);
}

/**
 * QEMU has one group and no other: that of /dev/kvm, when it needs it to open it.
 *
 * @throws GantryError `kvm_unusable` when no group would do.
 */
export function groupForKvm(
  { name, uid, gid }: Account & { readonly name: string },
  kvm: Pick<Stats, "uid" | "gid" | "mode">,
): number {
  const isOpen = (bits: number) => (kvm.mode & bits) === bits;
  if (isOpen(0o006) || (kvm.uid === uid && isOpen(0o600))) return gid;
  // In group 0 QEMU could read what only root shall.
  if (isOpen(0o060) && kvm.gid !== 0) return kvm.gid;
  throw new GantryError("kvm_unusable", {
    message: `KVM works here, but the account ${name} that QEMU runs as may not open /dev/kvm.`,
    hint: "Give the device to a group: groupadd --system kvm; chgrp kvm /dev/kvm && chmod 0660 /dev/kvm",
    details: { account: name },
  });
}

function noSuchAccount(wanted: string | number): GantryError {
  return new GantryError("invalid_input", {
    message: `QEMU shall run as ${wanted}, and this host has no such account.`,
    hint: `Make it with \`${makeAccount(String(wanted))}\`, or set GANTRY_QEMU_USER to another one, "auto" or "none".`,
    details: { path: "qemuUser", qemuUser: wanted },
  });
}

function notPermitted(name: string, own: number): GantryError {
  return new GantryError("invalid_input", {
    message: `QEMU shall run as ${name}, but the agent runs as uid ${own} and only root may start a process as somebody else.`,
    hint: 'Run the agent as root, or set GANTRY_QEMU_USER to "auto": then QEMU runs as the agent does.',
    details: { path: "qemuUser", qemuUser: name },
  });
}

/** The command that makes an account nobody can sign in to. */
export function makeAccount(name: string): string {
  return `useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin ${name}`;
}

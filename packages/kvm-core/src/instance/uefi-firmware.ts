import { constants } from "node:fs";
import { access, mkdir, readFile, rm, rmdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { GantryError } from "../model/error.ts";
import type { Fault, InstanceSpec } from "../model/index.ts";
import { writeAtomically } from "../state-dir/index.ts";

/** A UEFI firmware for guests: its code, and the empty variable store that goes with it. */
export interface UefiFirmware {
  readonly code: string;
  readonly vars: string;
}

/** Where distributions put OVMF. */
const knownFirmwares: readonly UefiFirmware[] = [
  { code: "/usr/share/OVMF/OVMF_CODE_4M.fd", vars: "/usr/share/OVMF/OVMF_VARS_4M.fd" },
  { code: "/usr/share/OVMF/OVMF_CODE.fd", vars: "/usr/share/OVMF/OVMF_VARS.fd" },
  { code: "/usr/share/edk2/ovmf/OVMF_CODE.fd", vars: "/usr/share/edk2/ovmf/OVMF_VARS.fd" },
  { code: "/usr/share/edk2/x64/OVMF_CODE.4m.fd", vars: "/usr/share/edk2/x64/OVMF_VARS.4m.fd" },
];

const noFirmware = "this host has no UEFI firmware for guests";
const fix = 'install it (Debian: apt-get install ovmf), or use "bios"';

/** The fault of a spec that boots by UEFI on a host without it. */
export async function checkFirmware(
  spec: Pick<InstanceSpec, "boot">,
  firmwares: readonly UefiFirmware[] = knownFirmwares,
): Promise<Fault[]> {
  if (!bootsByUefi(spec) || (await installed(firmwares)).length > 0) return [];
  return [{ path: "boot.firmware", message: `${noFirmware}; ${fix}` }];
}

/**
 * The UEFI code and this instance's own variable store, made from the empty one at the first start. Undefined for specs
 * that boot otherwise. A store that is there chooses the code: it can be read only by the layout it was made for, which
 * its size tells.
 *
 * @param variables where the store lies, or shall lie.
 * @throws GantryError `file_missing` when no UEFI firmware is installed, or none for the store.
 */
export async function uefiFiles(
  spec: Pick<InstanceSpec, "boot">,
  variables: string,
  firmwares: readonly UefiFirmware[] = knownFirmwares,
): Promise<UefiFirmware | undefined> {
  if (!bootsByUefi(spec)) return undefined;
  const present = await installed(firmwares);
  const [preferred] = present;
  if (preferred === undefined) {
    throw new GantryError("file_missing", {
      message: `boot.firmware is "uefi", but ${noFirmware}.`,
      hint: `Please ${fix}.`,
      details: { looked: firmwares.map(({ code }) => code) },
    });
  }
  const bytes = await sizeOf(variables);
  if (bytes === undefined) {
    await makeVariables(preferred.vars, variables);
    return { code: preferred.code, vars: variables };
  }
  for (const { code, vars } of present) if ((await sizeOf(vars)) === bytes) return { code, vars: variables };
  throw new GantryError("file_missing", {
    message: `The UEFI variables in ${variables} (${bytes} bytes) belong to a firmware that this host has no more.`,
    hint: "Install the firmware they were made with, or remove the file: the guest's boot entries are then made anew.",
    details: { variables, bytes, present: present.map(({ code }) => code) },
  });
}

/** Removes the variable store of a guest that has nothing else here. */
export async function removeVariables(variables: string): Promise<void> {
  await rm(variables, { force: true });
  // Whatever else is in the directory is not ours to remove.
  await rmdir(dirname(variables)).catch(() => undefined);
}

function bootsByUefi({ boot }: Pick<InstanceSpec, "boot">): boolean {
  return "firmware" in boot && boot.firmware === "uefi";
}

async function installed(firmwares: readonly UefiFirmware[]): Promise<UefiFirmware[]> {
  const found = await Promise.all(
    firmwares.map(async ({ code, vars }) => (await isReadable(code)) && (await isReadable(vars))),
  );
  return firmwares.filter((_firmware, index) => found[index]);
}

/** At the target of a migration the instance has no directory yet. Never half a store, whenever the agent dies. */
async function makeVariables(empty: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeAtomically(path, await readFile(empty));
}

async function isReadable(path: string): Promise<boolean> {
  return await access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}

/** Bytes; undefined when there is no such file. */
async function sizeOf(path: string): Promise<number | undefined> {
  return await stat(path).then(
    ({ size }) => size,
    () => undefined,
  );
}

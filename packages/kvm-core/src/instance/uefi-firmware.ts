import { constants } from "node:fs";
import { access, chmod, copyFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { GantryError } from "../model/error.ts";
import type { InstanceSpec } from "../model/spec.ts";

/** Where distributions put OVMF: code, and the empty variable store that goes with it. */
const firmwares = [
  { code: "/usr/share/OVMF/OVMF_CODE_4M.fd", vars: "/usr/share/OVMF/OVMF_VARS_4M.fd" },
  { code: "/usr/share/OVMF/OVMF_CODE.fd", vars: "/usr/share/OVMF/OVMF_VARS.fd" },
  { code: "/usr/share/edk2/ovmf/OVMF_CODE.fd", vars: "/usr/share/edk2/ovmf/OVMF_VARS.fd" },
  { code: "/usr/share/edk2/x64/OVMF_CODE.4m.fd", vars: "/usr/share/edk2/x64/OVMF_VARS.4m.fd" },
];

/**
 * The UEFI code and this instance's own variable store, made from the empty one at the first start. Undefined for specs
 * that boot otherwise.
 *
 * @throws GantryError `file_missing` when no UEFI firmware is installed.
 */
export async function uefiFiles(
  spec: InstanceSpec,
  variables: string,
): Promise<{ code: string; vars: string } | undefined> {
  if (!("firmware" in spec.boot) || spec.boot.firmware !== "uefi") return undefined;
  for (const firmware of firmwares) {
    if (!(await isReadable(firmware.code)) || !(await isReadable(firmware.vars))) continue;
    if (!(await isReadable(variables))) await makeVariables(firmware.vars, variables);
    return { code: firmware.code, vars: variables };
  }
  throw new GantryError("file_missing", {
    message: 'boot.firmware is "uefi", but this host has no UEFI firmware for guests.',
    hint: 'Install it (Debian: apt-get install ovmf), or use boot.firmware "bios".',
    details: { looked: firmwares.map((firmware) => firmware.code) },
  });
}

/** At the target of a migration the instance has no directory yet. A copy has the mode of what it is a copy of. */
async function makeVariables(empty: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await copyFile(empty, path, constants.COPYFILE_EXCL);
  await chmod(path, 0o600);
}

async function isReadable(path: string): Promise<boolean> {
  return await access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
}

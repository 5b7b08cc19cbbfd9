import { constants } from "node:fs";
import { access, realpath } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";
import * as z from "zod";
import { GantryError } from "../model/index.ts";
import { askQemu } from "./qemu-probe.ts";

/** A machine type QEMU can be; `alias` is the unversioned name that means it at present. */
export interface MachineType {
  readonly name: string;
  readonly alias?: string;
}

/** A CPU model QEMU knows, judged under TCG or KVM. */
export interface CpuModel {
  readonly name: string;
  /** Whether it is the same on every host, so that a guest can move. */
  readonly migrationSafe: boolean;
  /** Features of the model that are not available here. */
  readonly unavailable: readonly string[];
}

/** What one QEMU binary is and can do, in its own words. */
export interface QemuFacts {
  /** Absolute path, links resolved. */
  readonly binary: string;
  /** Such as `7.2.22`. */
  readonly version: string;
  readonly machineTypes: readonly MachineType[];
  /** As TCG offers them. */
  readonly cpuModels: readonly CpuModel[];
}

/** The oldest QEMU that everything here was run with. */
export const oldestQemu = "7.2";

const defaultBinary = "qemu-system-x86_64";

const versionSchema = z.object({
  qemu: z.object({ major: z.number(), minor: z.number(), micro: z.number() }),
});
const machinesSchema = z.array(z.object({ name: z.string(), alias: z.string().optional() }));
const cpuModelsSchema = z.array(
  z.object({
    name: z.string(),
    "migration-safe": z.boolean().optional(),
    "unavailable-features": z.array(z.string()).default([]),
  }),
);

/**
 * Finds QEMU and asks it what it can do. Takes about 0.1 s; the caller keeps the answer.
 *
 * @param binary a path, or a name to look up in PATH.
 * @throws GantryError `qemu_missing` when there is none that runs.
 */
export async function findQemu(binary: string = defaultBinary): Promise<QemuFacts> {
  const path = await locate(binary);
  const questions = ["query-version", "query-machines", "query-cpu-definitions"].map((execute) => ({
    execute,
  }));
  const [version, machines, cpus] = await askQemu(path, questions).catch((cause: unknown) => {
    throw missing(`${path} does not run: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  });
  const { qemu } = versionSchema.parse(version);
  return {
    binary: path,
    version: `${qemu.major}.${qemu.minor}.${qemu.micro}`,
    machineTypes: machinesSchema
      .parse(machines)
      .map(({ name, alias }) => (alias === undefined ? { name } : { name, alias })),
    cpuModels: parseCpuModels(cpus),
  };
}

/** The CPU models as KVM offers them on this host. */
export async function readKvmCpuModels(binary: string): Promise<CpuModel[]> {
  const [cpus] = await askQemu(binary, [{ execute: "query-cpu-definitions" }], "kvm");
  return parseCpuModels(cpus);
}

function parseCpuModels(reply: unknown): CpuModel[] {
  return cpuModelsSchema.parse(reply).map((model) => ({
    name: model.name,
    migrationSafe: model["migration-safe"] ?? false,
    unavailable: model["unavailable-features"],
  }));
}

async function locate(binary: string): Promise<string> {
  // oxlint-disable-next-line node/no-process-env -- looking a program up by its name means reading PATH
  const directories = isAbsolute(binary) ? [""] : (process.env["PATH"] ?? "").split(delimiter);
  for (const directory of directories) {
    const path = join(directory, binary);
    const runs = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return realpath(path);
  }
  throw missing(`${binary} was not found${isAbsolute(binary) ? "" : " in PATH"}`, undefined);
}

function missing(what: string, cause: unknown): GantryError {
  return new GantryError("qemu_missing", {
    message: `No usable QEMU: ${what}.`,
    hint: "Install it (`apt-get install qemu-system-x86 qemu-utils`, `dnf install qemu-kvm qemu-img`) or set GANTRY_QEMU.",
    cause,
  });
}

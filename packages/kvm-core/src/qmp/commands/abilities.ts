import * as z from "zod";
import type { Patience } from "../waiting.ts";
import { type QmpCaller, query } from "./ask.ts";

const queryVersionSchema = z
  .object({ qemu: z.object({ major: z.number(), minor: z.number(), micro: z.number() }) })
  .transform(({ qemu }) => `${qemu.major}.${qemu.minor}.${qemu.micro}`);

const queryMachinesSchema = z.array(
  z
    .object({
      name: z.string(),
      alias: z.string().optional(),
      "is-default": z.boolean().optional(),
      "cpu-max": z.number(),
      deprecated: z.boolean(),
    })
    .transform((machine) => ({
      name: machine.name,
      alias: machine.alias,
      isDefault: machine["is-default"] ?? false,
      maxCpus: machine["cpu-max"],
      deprecated: machine.deprecated,
    })),
);

const queryCpuDefinitionsSchema = z.array(
  z
    .object({
      name: z.string(),
      "migration-safe": z.boolean().optional(),
      "unavailable-features": z.array(z.string()).optional(),
      "alias-of": z.string().optional(),
      deprecated: z.boolean().optional(),
    })
    .transform((cpu) => ({
      name: cpu.name,
      aliasOf: cpu["alias-of"],
      /** False also when QEMU does not know. */
      migrationSafe: cpu["migration-safe"] ?? false,
      /** Empty: this accelerator on this host offers all of the model. */
      unavailableFeatures: cpu["unavailable-features"] ?? [],
      deprecated: cpu.deprecated ?? false,
    })),
);

/** A machine type. An alias ("q35") points to the newest version ("pc-q35-7.2"), which is what must be recorded. */
export type Machine = z.output<typeof queryMachinesSchema>[number];
/** A CPU model as the present accelerator would give it. */
export type CpuDefinition = z.output<typeof queryCpuDefinitionsSchema>[number];

/** QEMU's version, such as "7.2.22". */
export function queryVersion(caller: QmpCaller, options?: Patience): Promise<string> {
  return query(caller, "query-version", queryVersionSchema, options);
}

/** Every machine type of this binary. */
export function queryMachines(caller: QmpCaller, options?: Patience): Promise<Machine[]> {
  return query(caller, "query-machines", queryMachinesSchema, options);
}

/** Every CPU model of this binary, judged for the accelerator of the QEMU that is asked. */
export function queryCpuDefinitions(caller: QmpCaller, options?: Patience): Promise<CpuDefinition[]> {
  return query(caller, "query-cpu-definitions", queryCpuDefinitionsSchema, options);
}

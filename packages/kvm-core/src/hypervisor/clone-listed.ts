import { type CloneOptions, cloneInstance } from "../instance/clone-instance.ts";
import type { OperationContext } from "../instance/index.ts";
import { parseOrThrow } from "../model/faults.ts";
import type { InstanceSummary } from "../model/instance.ts";
import { nameSchema } from "../model/name.ts";
import type { InstanceTable } from "./instance-table.ts";

/** A clone, and what its owner should know before it and its original run. */
export interface CloneResult {
  readonly instance: InstanceSummary;
  readonly notes: readonly string[];
}

/** Makes a clone under a name that is free, and puts it where everybody finds it. */
export async function cloneListed(
  table: InstanceTable,
  { reference, options }: { readonly reference: string; readonly options: CloneOptions },
  context?: OperationContext,
): Promise<CloneResult> {
  const name = parseOrThrow(nameSchema, options.name, { what: "The name of the clone" });
  using _reserved = table.reserve(name);
  const { clone, notes } = await cloneInstance(table.get(reference), { ...options, name }, context);
  table.add(clone);
  return { instance: clone.summary(), notes };
}

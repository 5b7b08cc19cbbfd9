import { shellQuoted } from "#lib/shell-quote.ts";
import type { createInput } from "@gantry/kvm-core/model";
import type * as z from "zod";

const end = "SPEC";

/**
 * The command that makes the same instance in a shell, with the spec as a here-document: no line of JSON is the word that ends it.
 * Undefined for disks that are made as files that are named, which the command line cannot say.
 */
export function createCommand({
  spec,
  host,
  newDisks,
  start,
}: z.output<typeof createInput>): string | undefined {
  if (newDisks.length > 0) return undefined;
  const place = host === undefined ? "" : ` --host ${shellQuoted(host)}`;
  return `gantry create -f -${place}${start ? " --start" : ""} <<'${end}'\n${JSON.stringify(spec, null, 2)}\n${end}`;
}

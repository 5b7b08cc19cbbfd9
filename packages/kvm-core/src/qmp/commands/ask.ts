import * as z from "zod";
import { GantryError } from "../../model/index.ts";
import type { BareCommandName, Execute, ReturnOf } from "../vocabulary.ts";
import type { Patience } from "../waiting.ts";
import type { Readable } from "./readable.ts";

/** What a typed verb needs of a connection. */
export interface QmpCaller {
  readonly execute: Execute;
  readonly executeOutOfBand: Execute;
  executeUnchecked(command: string, args?: object, options?: Patience): Promise<unknown>;
}

/** Runs a query without arguments and parses its reply. Members that a newer QEMU adds are passed over. */
export async function query<Command extends BareCommandName, Schema extends z.ZodType>(
  caller: QmpCaller,
  command: Command,
  schema: Schema & Readable<z.input<Schema>, ReturnOf<Command>>,
  options?: Patience,
): Promise<z.output<Schema>> {
  return readAnswer(command, schema, await caller.execute(command, undefined, options));
}

/**
 * Parses what QEMU returned.
 *
 * @throws GantryError `monitor_failed` naming the command and each member that is not what it must be.
 */
export function readAnswer<Schema extends z.ZodType>(
  command: string,
  schema: Schema,
  answer: unknown,
): z.output<Schema> {
  const reply = schema.safeParse(answer);
  if (reply.success) return reply.data;
  throw new GantryError("monitor_failed", {
    message: `QEMU's answer to ${command} is not what its documentation says: ${z.prettifyError(reply.error)}`,
    hint: "This QEMU may be newer or older than those Gantry knows; please report its version with this message.",
    details: { command, issues: reply.error.issues },
  });
}

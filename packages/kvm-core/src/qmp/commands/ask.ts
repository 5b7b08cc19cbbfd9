import * as z from "zod";
import { GantryError } from "../../model/index.ts";
import type { Patience } from "../waiting.ts";

/** What a typed verb needs of a connection. */
export interface QmpCaller {
  execute(command: string, args?: object, options?: Patience): Promise<unknown>;
  executeOutOfBand(command: string, args?: object, options?: Patience): Promise<unknown>;
}

/** Runs a query and parses its reply. Members that a newer QEMU adds are passed over. */
export async function query<Reply>(
  caller: QmpCaller,
  command: string,
  schema: z.ZodType<Reply>,
  options?: Patience & { readonly args?: object },
): Promise<Reply> {
  const { args, ...patience } = options ?? {};
  return readAnswer(command, schema, await caller.execute(command, args, patience));
}

/**
 * Parses what QEMU returned.
 *
 * @throws GantryError `monitor_failed` naming the command and each member that is not what it must be.
 */
export function readAnswer<Reply>(command: string, schema: z.ZodType<Reply>, answer: unknown): Reply {
  const reply = schema.safeParse(answer);
  if (reply.success) return reply.data;
  throw new GantryError("monitor_failed", {
    message: `QEMU's answer to ${command} is not what its documentation says: ${z.prettifyError(reply.error)}`,
    hint: "This QEMU may be newer or older than those Gantry knows; please report its version with this message.",
    details: { command, issues: reply.error.issues },
  });
}

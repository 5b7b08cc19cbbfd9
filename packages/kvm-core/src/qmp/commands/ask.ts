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
  options?: Patience,
): Promise<Reply> {
  const reply = schema.safeParse(await caller.execute(command, undefined, options));
  if (reply.success) return reply.data;
  throw new GantryError("monitor_failed", {
    message: `QEMU's answer to ${command} is not what its documentation says: ${z.prettifyError(reply.error)}`,
    hint: "This QEMU may be newer or older than those Gantry knows; please report its version with this message.",
    details: { command, issues: reply.error.issues },
  });
}

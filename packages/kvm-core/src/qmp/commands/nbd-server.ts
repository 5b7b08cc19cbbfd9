import * as z from "zod";
import type { Patience } from "../waiting.ts";
import { type QmpCaller, query } from "./ask.ts";

const queryBlockExportsSchema = z.array(z.object({ id: z.string(), type: z.string() }));

/** Lets QEMU serve block nodes on a Unix socket. It takes no lock on them: whoever connects may write what is exported. */
export async function nbdServerStart(caller: QmpCaller, path: string, options?: Patience): Promise<void> {
  await caller.execute("nbd-server-start", { addr: { type: "unix", data: { path } } }, options);
}

/** Exports a node, writable, under `name`. A node of a QEMU that waits for a migration is activated by it. */
export async function nbdExportAdd(
  caller: QmpCaller,
  { node, name }: { readonly node: string; readonly name: string },
  options?: Patience,
): Promise<void> {
  const args = { type: "nbd" as const, id: `export-${name}`, "node-name": node, name, writable: true };
  await caller.execute("block-export-add", args, options);
}

/** Ends the server with its exports and connections, once what they are doing is done. */
export async function nbdServerStop(caller: QmpCaller, options?: Patience): Promise<void> {
  await caller.execute("nbd-server-stop", undefined, options);
}

/** Whether the server exports anything. */
export async function hasNbdExports(caller: QmpCaller, options?: Patience): Promise<boolean> {
  const exported = await query(caller, "query-block-exports", queryBlockExportsSchema, options);
  return exported.some(({ type }) => type === "nbd");
}

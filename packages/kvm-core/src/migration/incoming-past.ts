import * as z from "zod";
import type { Instance } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import { parseOrThrow } from "../model/faults.ts";
import { pastPartSchema } from "../model/migration-peer.ts";
import { decodeSamples, type SerialPort } from "../serial/index.ts";
import { type Layout, readChecksummed, writeChecksummed } from "../state-dir/index.ts";

const arrivedSchema = z.object({
  uuid: z.string(),
  source: z.string().optional(),
  /** Of the process in which it arrived. */
  incarnation: z.string().optional(),
});
/** What stays of a migration that reached this host. */
export type Arrived = z.output<typeof arrivedSchema>;

export async function noteArrived(layout: Layout, migrationId: string, arrived: Arrived): Promise<void> {
  await writeChecksummed(layout.arrivedFile(migrationId), arrived);
}

/** Undefined when it never reached this host. */
export async function readArrived(layout: Layout, migrationId: string): Promise<Arrived | undefined> {
  return await readChecksummed(layout.arrivedFile(migrationId), arrivedSchema);
}

/** Whether it reached this host. */
export async function hasArrived(layout: Layout, migrationId: string): Promise<boolean> {
  return (await readArrived(layout, migrationId)) !== undefined;
}

/**
 * Takes a part of the console's past of a guest that runs here already. The same part again changes nothing.
 *
 * @param from the host that sends it: only the source of the migration may.
 * @throws GantryError `not_found` when the instance is not here any more, `invalid_input`.
 */
export async function takePast(
  input: unknown,
  {
    layout,
    from,
    find,
  }: {
    readonly layout: Layout;
    readonly from: string;
    readonly find: (uuid: string) => Instance | undefined;
  },
): Promise<void> {
  const part = parseOrThrow(pastPartSchema, input, { what: "The console's past" });
  const arrived = await readArrived(layout, part.migrationId);
  const port = arrived?.source === from ? find(arrived.uuid)?.ports[part.port] : undefined;
  if (port === undefined) throw notHere(part.migrationId, from);
  if (part.kind === "bytes") await port.past.bring(part.from, Buffer.from(part.data, "base64"));
  else await end(port, part);
}

async function end(
  port: SerialPort,
  { kept, boots, arrivals }: Extract<z.output<typeof pastPartSchema>, { kind: "end" }>,
): Promise<void> {
  // Times that are damaged are none.
  const samples = decodeSamples(Buffer.from(arrivals, "base64")) ?? [];
  await port.past.end({ kept, boots, samples });
}

function notHere(migrationId: string, from: string): GantryError {
  return new GantryError("not_found", {
    message: `No console here waits for its past from ${from} (migration ${migrationId}).`,
    hint: "Its instance has left this host, or came from another one; the older past stays behind.",
  });
}

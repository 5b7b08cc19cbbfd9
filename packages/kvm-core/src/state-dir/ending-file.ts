import { rm } from "node:fs/promises";
import * as z from "zod";
import { noteChecksummed, readChecksummed } from "./checksummed-file.ts";
import type { Layout } from "./layout.ts";
import type { RuntimeFile } from "./runtime-file.ts";

const stopWantedSchema = z.enum(["for good", "until the host is back"]);
/** How long a guest that is asked to shut down is to stay down. */
export type StopWanted = z.output<typeof stopWantedSchema>;

const endingSchema = z.union([
  /** It is ended on purpose. */
  z.strictObject({ reason: z.string(), ranUntilEndOf: z.string().optional() }),
  /** Its guest is asked to shut down. */
  z.strictObject({ stopWanted: stopWantedSchema }),
]);
/** What the end of a process will mean. */
export type Ending = z.output<typeof endingSchema>;

const endingFileSchema = z.strictObject({ incarnation: z.string(), ending: endingSchema });

type Process = Pick<RuntimeFile, "uuid" | "incarnation">;

/**
 * Notes what the end of a process will mean, before anything is done about it, for the next agent of this boot: a process
 * that this agent does not live to bury would be told as crashed. What a power loss takes of the note took the process too.
 */
export async function noteEnding(
  layout: Layout,
  { uuid, incarnation }: Process,
  ending: Ending,
): Promise<void> {
  await noteChecksummed(layout.endingFile(uuid), { incarnation, ending });
}

/** What was noted of this very process. Undefined when nothing was, or when it cannot be trusted. */
export async function readEnding(
  layout: Layout,
  { uuid, incarnation }: Process,
): Promise<Ending | undefined> {
  const noted = await readChecksummed(layout.endingFile(uuid), endingFileSchema).catch(() => undefined);
  return noted?.incarnation === incarnation ? noted.ending : undefined;
}

/** The process lives on, or is forgotten itself. */
export async function forgetEnding(layout: Layout, uuid: string): Promise<void> {
  await rm(layout.endingFile(uuid), { force: true });
}

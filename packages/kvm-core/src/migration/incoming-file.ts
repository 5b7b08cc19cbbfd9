import { readdir, rm } from "node:fs/promises";
import * as z from "zod";
import { prepareRequestSchema } from "../model/migration-peer.ts";
import { instanceSpecSchema } from "../model/spec.ts";
import {
  journalMentions,
  type Layout,
  makeChecksummedReady,
  readChecksummed,
  type ReadyFile,
  runtimeFileSchema,
} from "../state-dir/index.ts";

const incomingFileSchema = z.strictObject({
  request: prepareRequestSchema,
  /** As it holds here: disks that were copied may lie elsewhere than on the source. */
  spec: instanceSpecSchema,
  runtime: runtimeFileSchema,
});
/** What the target keeps of a guest that has not been handed over yet. */
export type IncomingFile = z.output<typeof incomingFileSchema>;

/** Makes it ready, to be published once the process that waits for the guest is whole. */
export async function makeIncomingReady(layout: Layout, incoming: IncomingFile): Promise<ReadyFile> {
  return await makeChecksummedReady(layout.incomingFile(incoming.request.migrationId), incoming);
}

export async function removeIncoming(layout: Layout, migrationId: string): Promise<void> {
  await rm(layout.incomingFile(migrationId), { force: true });
}

/** Every waiting guest of a former agent. A damaged file is left out: its process is swept as an orphan. */
export async function readIncoming(layout: Layout): Promise<IncomingFile[]> {
  const names = (await readdir(layout.incomingDir)).filter((name) => name.endsWith(".json"));
  const files = await Promise.all(
    names.map((name) =>
      readChecksummed(layout.incomingFile(name.slice(0, -".json".length)), incomingFileSchema).catch(
        () => undefined,
      ),
    ),
  );
  return files.filter((file) => file !== undefined);
}

/** A guest that may have run here is an instance of this host, whatever the source knows of it. */
export async function mayHaveRun(
  layout: Layout,
  { request, runtime }: Pick<IncomingFile, "request" | "runtime">,
): Promise<boolean> {
  return await journalMentions(layout.journalFile(request.uuid), runtime.incarnation);
}

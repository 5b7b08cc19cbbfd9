import type { CommitRequest } from "../model/migration-peer.ts";
import type { OwnershipRecord } from "../model/ownership.ts";
import { consoleEnds } from "./console-ends.ts";
import type { Move } from "./move.ts";

/** What the source hands over: the record, and the consoles, if they were not read yet since the guest stands still. */
export async function handOver(
  move: Pick<Move, "id" | "instance" | "wasRunning"> & { readonly consoleEnds?: Move["consoleEnds"] },
  record: OwnershipRecord,
): Promise<CommitRequest> {
  const { ports } = move.instance;
  const ends = move.consoleEnds ?? (await consoleEnds(move.instance));
  const untaken = ports.map((port) => Buffer.from(port.takeUntaken()).toString("base64"));
  const serial = ends.map((end, index) => ({ ...end, untaken: untaken[index] ?? "" }));
  return { migrationId: move.id, record, resume: move.wasRunning, serial };
}

import { changeOwnership } from "../../instance/index.ts";
import { appendToJournal } from "../../state-dir/index.ts";
import { begun, calledOff } from "../../model/ownership-rules.ts";
import type { Move } from "../move.ts";
import { stayed } from "../give-up.ts";

/** Writes into the ownership record that a migration is under way, and which process it will start on the target. */
export async function begin(move: Move): Promise<void> {
  const { id, instance, live, peer, request, wasRunning } = move;
  const { services } = instance;
  await appendToJournal(
    services.layout.journalFile(instance.uuid),
    `migrate ${id} ${wasRunning ? "running" : "paused"}`,
  );
  const { targetIncarnation } = request;
  await changeOwnership(services, live.runtime, (record) =>
    begun(record, { id, source: services.host, target: peer.host, targetIncarnation }),
  ).catch((error: unknown) => {
    throw stayed(move, error);
  });
}

/** Writes that no migration is under way any more and the source goes on. */
export async function undoBegin({ instance, live }: Pick<Move, "instance" | "live">): Promise<void> {
  await changeOwnership(instance.services, live.runtime, calledOff);
}

import { observeStatus, openRunGate } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import { cont } from "../qmp/index.ts";
import type { Move } from "./move.ts";

/**
 * Reverses a commit whose target never ran the guest and has no process of it any more: the source owns it again, under
 * a new epoch, and its own paused process goes on.
 */
export async function takeBack({
  instance,
  live,
  wasRunning,
}: Pick<Move, "instance" | "live" | "wasRunning">): Promise<void> {
  const { services, uuid } = instance;
  const held = await services.ownership.read(uuid);
  if (held === undefined) throw changed(instance.name);
  const revision = await services.ownership.compareAndSwap(
    {
      ...held.record,
      owner: services.host,
      incarnation: live.incarnation,
      epoch: held.record.epoch + 1,
      state: "running",
      migration: null,
    },
    held.revision,
  );
  if (revision === undefined) throw changed(instance.name);
  if (wasRunning) await openRunGate(services, live, () => cont(live.monitor));
  await observeStatus(instance, live);
}

function changed(name: string): GantryError {
  return new GantryError("ownership_refused", {
    message: `The ownership record of ${name} changed while it was to be taken back.`,
    hint: "Look at both hosts; the record says who may run it.",
  });
}

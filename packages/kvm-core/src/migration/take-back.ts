import { type LiveQemu, observeStatus, openRunGate } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import { mayRun, takenBack } from "../model/ownership-rules.ts";
import { cont } from "../qmp/index.ts";
import type { Passage } from "./move.ts";

/**
 * Reverses a commit whose target never ran the guest and has no process of it any more: the source owns it again, under
 * a new epoch, and its own paused process goes on. Without one, because this host was restarted too, it is stopped here.
 */
export async function takeBack({
  instance,
  live,
  wasRunning,
}: Pick<Passage, "instance" | "wasRunning"> & { readonly live: LiveQemu | undefined }): Promise<void> {
  const { services, uuid } = instance;
  const held = await services.ownership.read(uuid);
  if (held === undefined) throw changed(instance.name);
  const { record, revision } = held;
  // Asked again, because the answer to the first time was lost.
  const isBack = live !== undefined && mayRun(record, { host: services.host, incarnation: live.incarnation });
  const wanted = takenBack(record, services.host, live?.incarnation ?? null);
  if (!isBack && (await services.ownership.compareAndSwap(wanted, revision)) === undefined)
    throw changed(instance.name);
  if (live === undefined)
    return instance.observe("stopped", "Its memory was lost on both hosts while it moved.");
  for (const port of instance.ports) port.holdInput(false);
  if (wasRunning) await openRunGate(services, live, () => cont(live.monitor));
  await observeStatus(instance, live);
}

function changed(name: string): GantryError {
  return new GantryError("ownership_refused", {
    message: `The ownership record of ${name} changed while it was to be taken back.`,
    hint: "Look at both hosts; the record says who may run it.",
  });
}

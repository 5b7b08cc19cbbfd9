import { endUnreachable, type Instance } from "../instance/index.ts";
import { takenOver } from "../model/ownership-rules.ts";
import { stop } from "../qmp/index.ts";
import { removeInstance } from "../state-dir/index.ts";

/**
 * A person has taken the guest over on its source, having said that this host was off. What is left here goes: it must not
 * be started beside the other. If this host was not off after all and the guest runs, it is held at once, and left for a
 * person to look at: the record of the other host is the newer one.
 */
export async function withdraw(
  instance: Instance,
  { source, onLeft }: { readonly source: string; readonly onLeft: () => void },
): Promise<"moved" | "waiting"> {
  const { live, services, uuid } = instance;
  if (live !== undefined) {
    // First the record, which closes the run gate to it.
    const wrong = await services.ownership.read(uuid);
    if (wrong !== undefined)
      await services.ownership.compareAndSwap(takenOver(wrong.record, source), wrong.revision);
    await stop(live.monitor);
    services.log(
      "error",
      `${instance.name} ran here although it was taken over on ${source}; it is held now`,
    );
    return "waiting";
  }
  using _lock = instance.lock.take(instance.name, `withdrawal in favour of ${source}`);
  await endUnreachable(instance, { state: "stopped", reason: `It was taken over on ${source}.` });
  onLeft();
  await removeInstance(services.layout, uuid);
  const held = await services.ownership.read(uuid);
  if (held !== undefined) await services.ownership.remove(uuid, held.revision);
  instance.lock.close(`taken over on ${source}`);
  return "moved";
}

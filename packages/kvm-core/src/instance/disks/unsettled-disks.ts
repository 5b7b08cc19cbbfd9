import { type RuntimeFile, writeRuntime } from "../../state-dir/index.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";

/** What is being done to a disk: changed (also: plugged in), or unplugged, which the guest may put off. */
export type DiskWork = RuntimeFile["unsettledDisks"][number]["doing"];

/**
 * Writes down that a disk is about to be changed, before anything is. An agent that dies from now on leaves word for the
 * next one: see `settle-disks.ts`.
 */
export async function unsettle(
  instance: Instance,
  live: LiveQemu,
  { name, doing }: { readonly name: string; readonly doing: DiskWork },
): Promise<void> {
  await record(instance, live, [...othersThan(live, name), { name, doing }]);
}

/** Writes down that a disk is as the spec says. */
export async function settled(instance: Instance, live: LiveQemu, name: string): Promise<void> {
  await record(instance, live, othersThan(live, name));
}

function othersThan({ runtime }: LiveQemu, name: string): RuntimeFile["unsettledDisks"] {
  return runtime.unsettledDisks.filter((entry) => entry.name !== name);
}

async function record(
  { services }: Instance,
  live: LiveQemu,
  unsettledDisks: RuntimeFile["unsettledDisks"],
): Promise<void> {
  // A process that is gone has no record any more, and gets none again.
  if (live.monitor.isClosed) return;
  const runtime = { ...live.runtime, unsettledDisks };
  await writeRuntime(services.layout, runtime);
  live.runtime = runtime;
}

import { type RuntimeFile, writeRuntime } from "../../state-dir/index.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";

/** What is being done to an interface: changed (also: plugged in), or unplugged, which the guest may put off. */
export type NicWork = RuntimeFile["unsettledNics"][number]["doing"];

/**
 * Writes down that an interface is about to be changed, before anything is. An agent that dies from now on leaves word
 * for the next one: see `settle-nics.ts`.
 *
 * @param tap a tap that is about to be made for it, so that it goes with the process whatever happens.
 */
export async function unsettle(
  { services }: Instance,
  live: LiveQemu,
  { number, doing, tap }: { readonly number: number; readonly doing: NicWork; readonly tap?: string },
): Promise<void> {
  const others = live.runtime.unsettledNics.filter((entry) => entry.number !== number);
  const taps = live.runtime.taps.filter((name) => name !== tap);
  await record(services.layout, live, {
    unsettledNics: [...others, { number, doing }],
    taps: tap === undefined ? taps : [...taps, tap],
  });
}

/** Writes down that an interface is as the spec says, and which of its taps is gone. */
export async function settled(
  { services }: Instance,
  live: LiveQemu,
  { number, goneTap }: { readonly number: number; readonly goneTap?: string | undefined },
): Promise<void> {
  await record(services.layout, live, {
    unsettledNics: live.runtime.unsettledNics.filter((entry) => entry.number !== number),
    taps: live.runtime.taps.filter((name) => name !== goneTap),
  });
}

async function record(
  layout: Instance["services"]["layout"],
  live: LiveQemu,
  change: Pick<RuntimeFile, "unsettledNics" | "taps">,
): Promise<void> {
  // A process that is gone has no record any more, and gets none again.
  if (live.monitor.isClosed) return;
  const runtime = { ...live.runtime, ...change };
  await writeRuntime(layout, runtime);
  live.runtime = runtime;
}

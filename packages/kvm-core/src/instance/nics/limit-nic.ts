import type { NicRate } from "../../model/nic-spec.ts";
import { limitTap, tapOfNumber } from "../../network/index.ts";
import type { Instance } from "../instance.ts";
import { findNic } from "./find-nic.ts";
import { specWithNic, storeSpec } from "./store-nics.ts";
import { settled, unsettle } from "./unsettled-nics.ts";

/**
 * Limits what an interface carries, at once and from then on; an undefined rate, or direction, is not limited.
 *
 * @throws GantryError `not_found`; `invalid_spec` for an interface in user mode; `unsupported` naming the direction that
 *   this host's kernel cannot limit, `network_failed`: the former limit stays then.
 */
export async function limitNic(
  instance: Instance,
  { nic: reference, rate }: { readonly nic: string; readonly rate?: NicRate | undefined },
): Promise<void> {
  using _lock = instance.lock.take(instance.name, "limit an interface");
  instance.assertAllowed("plug");
  const { nic, index, number } = findNic(instance, reference);
  const spec = specWithNic(instance, index, { ...nic, rate });
  const { live, services } = instance;
  const tap = live === undefined ? undefined : tapOfNumber(live.runtime.taps, number);
  if (live === undefined || tap === undefined) return await storeSpec(instance, spec);
  const field = `nics.${index}.rate`;
  await using undo = new AsyncDisposableStack();
  await unsettle(instance, live, { number, doing: "change" });
  undo.defer(() => settled(instance, live, { number }));
  undo.defer(() => limitTap(services.network.run, { tap, rate: nic.rate, field }));
  await limitTap(services.network.run, { tap, rate, field });
  await storeSpec(instance, spec);
  undo.move();
  await settled(instance, live, { number });
}

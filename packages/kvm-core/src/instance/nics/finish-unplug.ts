import { netdevId } from "../../command-line/index.ts";
import { GantryError } from "../../model/error.ts";
import { placesWhileRunning } from "../../model/places.ts";
import { removeTaps, tapOfNumber } from "../../network/index.ts";
import { netdevDel } from "../../qmp/index.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { machineOf, nicsOf } from "./find-nic.ts";
import { specWithNics, storeSpec } from "./store-nics.ts";
import { settled } from "./unsettled-nics.ts";

/** Removes what is left of an interface whose card is gone from the guest. Safe to repeat after a crash at any line. */
export async function finishUnplug(instance: Instance, live: LiveQemu, number: number): Promise<void> {
  const rest = nicsOf(instance).filter((found) => found.number !== number);
  const spec = specWithNics(
    instance,
    rest.map(({ nic }) => nic),
  );
  await storeSpec(instance, spec, placesWhileRunning(spec, machineOf(instance)));
  await netdevDel(live.monitor, netdevId(number)).catch(undefinedIfGone);
  const tap = tapOfNumber(live.runtime.taps, number);
  if (tap !== undefined) await removeTaps([tap], instance.services.network.run);
  await settled(instance, live, { number, goneTap: tap });
  instance.publish();
}

function undefinedIfGone(failure: unknown): undefined {
  if (failure instanceof GantryError && failure.details["qmpClass"] === "DeviceNotFound") return undefined;
  // netdev_del has no class of its own for it (QEMU 7.2: "Device 'net-0' not found").
  if (failure instanceof GantryError && failure.message.includes("not found")) return undefined;
  throw failure;
}

import { nicDeviceId } from "../../command-line/index.ts";
import { GantryError } from "../../model/error.ts";
import type { NicSpec } from "../../model/nic-spec.ts";
import { unplugDevice } from "../../qmp/index.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { type FoundNic, findNic } from "./find-nic.ts";
import { finishUnplug } from "./finish-unplug.ts";
import { specWithNics, storeSpec } from "./store-nics.ts";
import { settled, unsettle } from "./unsettled-nics.ts";

/** Which interface, by MAC or name, and how long the guest may take to let it go. */
export interface DetachOptions {
  readonly nic: string;
  /** Seconds; 30 when absent. */
  readonly timeoutSeconds?: number | undefined;
}

/** What was unplugged, as the spec had it, with its MAC: attached with it again, the instance has what it had. */
export interface DetachedNic {
  readonly nic: NicSpec;
}

/**
 * Unplugs an interface: asks the guest, waits until it has let go, then removes the host's side. The others keep their
 * names and addresses.
 *
 * @throws GantryError `not_found`; `timed_out` when the guest does not let go in time: the interface is still there, and
 *   is removed as soon as the guest does; `wrong_state` when the guest refuses.
 */
export async function detachNic(instance: Instance, options: DetachOptions): Promise<DetachedNic> {
  using _lock = instance.lock.take(instance.name, "unplug an interface");
  instance.assertAllowed("plug");
  const found = findNic(instance, options.nic);
  const { live, stored } = instance;
  if (live === undefined) {
    const rest = stored.spec.nics.filter((_nic, index) => index !== found.index);
    await storeSpec(instance, specWithNics(instance, rest));
  } else {
    await unsettle(instance, live, { number: found.number, doing: "unplug" });
    await askGuest(instance, live, found, options);
    await finishUnplug(instance, live, found.number);
  }
  return { nic: found.nic };
}

async function askGuest(
  instance: Instance,
  live: LiveQemu,
  { number }: FoundNic,
  { timeoutSeconds = 30 }: DetachOptions,
): Promise<void> {
  const id = nicDeviceId(number);
  try {
    await unplugDevice(live.monitor, id, { timeoutMs: timeoutSeconds * 1000 });
  } catch (thrown) {
    const error = GantryError.from(thrown);
    // It let go after an earlier request, while nobody could act on it.
    if (error.details["qmpClass"] === "DeviceNotFound") return;
    // Refused is the end of it. Otherwise the request stands, and its end is followed: see `follow-nics.ts`.
    if (error.code === "wrong_state") await settled(instance, live, { number });
    throw new GantryError(error.code, {
      message: `${id} of ${instance.name} was not unplugged: ${error.message}`,
      hint: error.hint,
      where: instance.where(),
      details: { ...error.details, nic: id },
      cause: thrown,
    });
  }
}

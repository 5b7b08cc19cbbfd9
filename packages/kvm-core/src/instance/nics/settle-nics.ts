import { nicDeviceId } from "../../command-line/index.ts";
import { GantryError } from "../../model/error.ts";
import { limitTap, tapOfNumber } from "../../network/index.ts";
import { qomList, setLink } from "../../qmp/index.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { nicsOf } from "./find-nic.ts";
import { finishUnplug } from "./finish-unplug.ts";
import { settled } from "./unsettled-nics.ts";

/**
 * Finishes what a former agent began with the interfaces of a running guest, by what its record says: a card that is not
 * there takes its interface with it, one that is there is made what the spec says. One that the guest was asked to let
 * go stays until it does. What cannot be done is logged, and tried again by the next agent.
 */
export async function settleNics(instance: Instance, live: LiveQemu): Promise<void> {
  const { unsettledNics } = live.runtime;
  if (unsettledNics.length === 0) return;
  try {
    await settle(instance, live);
  } catch (error) {
    instance.services.log("warn", `${instance.name}: its network interfaces are not what its spec says`, {
      error: GantryError.from(error).message,
    });
  }
}

async function settle(instance: Instance, live: LiveQemu): Promise<void> {
  const devices = new Set((await qomList(live.monitor, "/machine/peripheral")).map(({ name }) => name));
  for (const { number, doing } of live.runtime.unsettledNics) {
    if (!devices.has(nicDeviceId(number))) await finishUnplug(instance, live, number);
    else if (doing === "change") await applySpec(instance, live, number);
  }
}

async function applySpec(instance: Instance, live: LiveQemu, number: number): Promise<void> {
  const found = nicsOf(instance).find((candidate) => candidate.number === number);
  if (found !== undefined) {
    const { link, rate } = found.nic;
    await setLink(live.monitor, { name: nicDeviceId(number), up: link === "up" });
    const tap = tapOfNumber(live.runtime.taps, number);
    const field = `nics.${found.index}.rate`;
    if (tap !== undefined) await limitTap(instance.services.network.run, { tap, rate, field });
  }
  await settled(instance, live, { number });
}

import { netdevId, nicDeviceId, nicHalves, nicNumber } from "../../command-line/index.ts";
import { GantryError } from "../../model/error.ts";
import { parseOrThrow } from "../../model/faults.ts";
import type { AttachedNic } from "../../model/nic-api.ts";
import { type NicSpec, type NicSpecInput, nicSpecSchema } from "../../model/nic-spec.ts";
import { type MachinePlaces, placesAtStart, placesWhileRunning } from "../../model/places.ts";
import type { InstanceSpec } from "../../model/spec.ts";
import { prepareNic, tapName } from "../../network/index.ts";
import { deviceAdd, netdevAdd, netdevDel, setLink } from "../../qmp/index.ts";
import { withAddresses } from "../create-instance.ts";
import type { Instance } from "../instance.ts";
import type { LiveQemu } from "../live-qemu.ts";
import { assertForwardsFree } from "./assert-forwards-free.ts";
import { machineOf } from "./find-nic.ts";
import { settleNics } from "./settle-nics.ts";
import { specWithNics, storeSpec } from "./store-nics.ts";
import { settled, unsettle } from "./unsettled-nics.ts";

/**
 * Plugs an interface in. A running guest sees it at once, and has it at the same address after the next start. When
 * anything fails, nothing of it is left.
 *
 * @throws GantryError `invalid_spec`, `wrong_state` (no room, or a card that a running q35 does not take),
 *   `bridge_missing`, `network_failed`, `unsupported`, `port_in_use`.
 */
export async function attachNic(instance: Instance, input: NicSpecInput): Promise<AttachedNic> {
  using _lock = instance.lock.take(instance.name, "plug an interface in");
  instance.assertAllowed("plug");
  const { live, services } = instance;
  if (live !== undefined) await settleNics(instance, live);
  const { stored } = instance;
  const given = parseOrThrow(nicSpecSchema, input, { what: "The network interface", code: "invalid_spec" });
  const spec = withAddresses(specWithNics(instance, [...stored.spec.nics, given]));
  await assertForwardsFree(instance, [given]);
  const nic = spec.nics.at(-1) ?? given;
  const places =
    live === undefined ? placesAtStart(spec, stored.places) : placesFor(instance, spec, given.model);
  if (live === undefined) await storeSpec(instance, spec);
  else await plugIn(instance, live, { nic, spec, places });
  const name = nicDeviceId(nicNumber(places, nic));
  services.log("info", `${instance.name}: ${name} was plugged in`, { mac: nic.mac });
  return { mac: nic.mac ?? "", name };
}

/** A conventional card sits on q35's root bus, where nothing can be plugged in. */
function placesFor(instance: Instance, spec: InstanceSpec, model: NicSpec["model"]): MachinePlaces {
  if (spec.machine === "q35" && model === "e1000") {
    throw new GantryError("wrong_state", {
      message: `An e1000 cannot be plugged into ${instance.name} while it runs: its q35 takes virtio only.`,
      hint: 'Use model "virtio", or stop it and add the interface then.',
      where: instance.where(),
      details: { model },
    });
  }
  return placesWhileRunning(spec, machineOf(instance));
}

interface Plug {
  readonly nic: NicSpec;
  readonly spec: InstanceSpec;
  readonly places: MachinePlaces;
}

async function plugIn(instance: Instance, live: LiveQemu, { nic, spec, places }: Plug): Promise<void> {
  const { services, uuid, name, stored } = instance;
  const { network } = services;
  const number = nicNumber(places, nic);
  const expected = "bridge" in nic.network ? { tap: tapName(network.scope, uuid, number) } : {};
  await using undo = new AsyncDisposableStack();

  await unsettle(instance, live, { number, doing: "change", ...expected });
  undo.defer(() => settled(instance, live, { number, goneTap: expected.tap }));
  const path = `nics.${spec.nics.length - 1}`;
  const account = live.runtime.account ?? undefined;
  const tap = await prepareNic({ instance: name, nic, number, path }, { uuid, account, ...network }, undo);

  const { netdev, device } = nicHalves(nic, { machine: spec.machine, places, tap });
  await netdevAdd(live.monitor, netdev);
  undo.defer(() => netdevDel(live.monitor, netdevId(number)));
  // The spec before the device: an agent that finds the one without the other takes the interface away again.
  await storeSpec(instance, spec, places);
  undo.defer(() => storeSpec(instance, stored.spec, stored.places));
  await deviceAdd(live.monitor, device);
  undo.move();
  if (nic.link === "down") await setLink(live.monitor, { name: nicDeviceId(number), up: false });
  await settled(instance, live, { number });
}

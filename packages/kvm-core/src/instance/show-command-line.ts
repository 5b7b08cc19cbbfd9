import { nicNumber } from "../command-line/index.ts";
import { tapName } from "../network/index.ts";
import { processPaths } from "../state-dir/index.ts";
import type { Instance } from "./instance.ts";
import { commandLineOf } from "./launch-qemu.ts";
import { placesOf } from "./places-of.ts";
import { pinnedOf } from "./start-instance.ts";

/** Stands for the random id in the command line of an instance that does not run. */
const noIncarnation = "0".repeat(16);

/** The binary and argv that QEMU runs as, or would run as if it were started now. Built anew, never read back. */
export async function showCommandLine(instance: Instance): Promise<string[]> {
  const { services, uuid, stored, live } = instance;
  const incarnation = live?.incarnation ?? noIncarnation;
  const places = placesOf(instance);
  const taps = Object.fromEntries(
    stored.spec.nics.flatMap((nic) => {
      const number = nicNumber(places, nic);
      return "bridge" in nic.network ? [[number, tapName(services.network.scope, uuid, number)]] : [];
    }),
  );
  const argv = await commandLineOf(
    {
      services,
      uuid,
      spec: stored.spec,
      machine: live?.runtime.machine ?? pinnedOf(instance),
      places,
      incarnation,
      incoming: false,
    },
    processPaths(services.layout.processDir(uuid, incarnation)),
    taps,
  );
  return [services.qemu.binary, ...argv];
}

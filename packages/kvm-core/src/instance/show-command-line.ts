import { nicNumber } from "../command-line/index.ts";
import type { MachinePlaces } from "../model/places.ts";
import type { InstanceSpec } from "../model/spec.ts";
import { tapName, tapOfNumber } from "../network/index.ts";
import { type PinnedMachine, processPaths } from "../state-dir/index.ts";
import type { Instance } from "./instance.ts";
import { commandLineOf } from "./launch-qemu.ts";
import { placesOf } from "./places-of.ts";
import type { HostServices } from "./services.ts";
import { pinnedOf } from "./start-instance.ts";

/** Stands for the random id in the command line of an instance that does not run. */
const noIncarnation = "0".repeat(16);

/** The binary and argv that QEMU runs as, or would run as if it were started now. Built anew, never read back. */
export async function showCommandLine(instance: Instance): Promise<string[]> {
  const { services, uuid, stored, live } = instance;
  const machine = live?.runtime.machine ?? pinnedOf(instance);
  const argv = await argvOf(services, {
    uuid,
    spec: stored.spec,
    machine,
    places: placesOf(instance),
    incarnation: live?.incarnation,
    taps: live?.runtime.taps,
  });
  return [services.qemu.binary, ...argv];
}

/** A machine that runs, or would run, here. */
export interface DescribedMachine {
  readonly uuid: string;
  readonly spec: InstanceSpec;
  readonly machine: PinnedMachine;
  readonly places: MachinePlaces;
  readonly incarnation?: string | undefined;
  /** Those that it has, when it runs. */
  readonly taps?: readonly string[] | undefined;
}

/** The argv by which this host would start such a machine. */
export async function argvOf(
  services: HostServices,
  { uuid, spec, machine, places, incarnation = noIncarnation, taps: present = [] }: DescribedMachine,
): Promise<string[]> {
  const taps = Object.fromEntries(
    spec.nics.flatMap((nic) => {
      if (!("bridge" in nic.network)) return [];
      const number = nicNumber(places, nic);
      return [[number, tapOfNumber(present, number) ?? tapName(services.network.scope, uuid, number)]];
    }),
  );
  const paths = processPaths(services.layout.processDir(uuid, incarnation));
  return await commandLineOf(
    { services, uuid, spec, machine, places, incarnation, incoming: false },
    paths,
    taps,
  );
}

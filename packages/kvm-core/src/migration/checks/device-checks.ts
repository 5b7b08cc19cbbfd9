import { guestVisible } from "../../command-line/index.ts";
import { argvOf, type HostServices } from "../../instance/index.ts";
import { placesAtStart } from "../../model/places.ts";
import type { Arrival } from "../arrival.ts";
import { type CheckResult, fail, pass } from "./check-result.ts";

/**
 * Whether both hosts would build the same machine from the spec. QEMU itself does not notice a device that only the
 * target has: the guest would find hardware that was never plugged in.
 */
export async function devicesDiffer(
  { request, spec }: Arrival,
  services: HostServices,
): Promise<CheckResult> {
  const { uuid, machine, places = placesAtStart(spec, null), machineSeen } = request;
  const here = guestVisible(await argvOf(services, { uuid, spec, machine, places }));
  const only = (these: readonly string[], those: readonly string[]) =>
    these.filter((option) => !those.includes(option));
  const [there, ours] = [only(machineSeen, here), only(here, machineSeen)];
  if (there.length === 0 && ours.length === 0)
    return pass("Both hosts build the same machine.", `${here.length} options compared`);
  const evidence = [
    ...there.map((option) => `source only: ${option}`),
    ...ours.map((option) => `target only: ${option}`),
  ];
  return fail("The hosts would build different machines from this spec.", {
    evidence: evidence.join("; "),
    fix: "Run the same version of Gantry on both hosts; restarting an agent harms no guest.",
  });
}

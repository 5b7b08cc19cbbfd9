import { assertSupported, resolveMachine } from "../host/index.ts";
import { type ImageLibrary, planDisks } from "../images/index.ts";
import type { HostServices } from "../instance/index.ts";
import { argvOf } from "../instance/show-command-line.ts";
import { placesAtStart } from "../model/places.ts";
import type { InstanceSpec } from "../model/spec.ts";
import { checkNewInstance, type NewInstance } from "./verb-options.ts";

/** Stands for the uuid of an instance that is not made yet. */
const noUuid = "00000000-0000-4000-8000-000000000000";

/**
 * The binary and argv that QEMU would be run as for an instance that is made like this. Makes nothing: its uuid, the random id of
 * its process and MAC addresses that are not given are zeroes.
 *
 * @throws GantryError `invalid_input`, `invalid_spec`, `unsupported`, as making it does; whether files are there is not asked.
 */
export async function previewCommandLine(
  input: NewInstance,
  { services, library }: { readonly services: HostServices; readonly library: ImageLibrary },
): Promise<string[]> {
  const wanted = checkNewInstance(input);
  using held = new DisposableStack();
  const planned = await planDisks(wanted.spec, library, held);
  const spec = withStandIns(planned.spec);
  await assertSupported(services.qemu, spec);
  const machine = {
    ...resolveMachine(services.qemu, spec, services.kvmModels),
    accelerator: services.accelerator,
  };
  const argv = await argvOf(services, { uuid: noUuid, spec, machine, places: placesAtStart(spec, null) });
  return [services.qemu.binary, ...argv];
}

/** Interfaces without an address have one that says so, each its own. */
function withStandIns(spec: InstanceSpec): InstanceSpec {
  const nics = spec.nics.map((nic, index) => ({ ...nic, mac: nic.mac ?? `52:54:00:00:00:0${index}` }));
  return { ...spec, nics };
}

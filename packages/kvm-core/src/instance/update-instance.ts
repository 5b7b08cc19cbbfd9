import { assertSupported } from "../host/index.ts";
import { invalid } from "../model/faults.ts";
import type { InstanceSpec } from "../model/spec.ts";
import { writeInstance } from "../state-dir/index.ts";
import { checkSpecFiles, newSince } from "./check-spec-files.ts";
import { withAddresses } from "./create-instance.ts";
import type { Instance } from "./instance.ts";
import { openPorts } from "./open-ports.ts";
import { assertUnchanged } from "./spec-revision.ts";

/** A change of an instance. */
interface InstanceUpdate {
  readonly spec: InstanceSpec;
  /** Of the spec that the change began with; it is refused when that is another now. Undefined: it does not matter. */
  readonly revision?: string | undefined;
}

/** Gives a stopped instance a new spec; the machine it was pinned to stays unless the spec asks for another. */
export async function updateInstance(instance: Instance, { spec, revision }: InstanceUpdate): Promise<void> {
  using _lock = instance.lock.take(instance.name, "update");
  instance.assertAllowed("update");
  const { services, stored } = instance;
  assertUnchanged(instance.name, stored.spec, revision);
  if (spec.name !== stored.spec.name) {
    throw invalid(
      "The instance spec",
      [{ path: "name", message: `the name cannot change; it is ${stored.spec.name}` }],
      "invalid_spec",
    );
  }
  const kept = withAddresses(keepAddresses(spec, stored.spec));
  await assertSupported(services.qemu, kept);
  const faults = await checkSpecFiles(kept, {
    imageRoots: services.imageRoots,
    imageDirs: services.imageDirs,
    isNew: newSince(stored.spec),
  });
  if (faults.length > 0) throw invalid("The instance spec", faults, "invalid_spec");
  const samePins = spec.machine === stored.spec.machine && spec.cpuModel === stored.spec.cpuModel;
  const updated = { ...stored, spec: kept, pinned: samePins ? stored.pinned : null };
  await writeInstance(services.layout, updated);
  instance.stored = updated;
  if (JSON.stringify(kept.serial) !== JSON.stringify(stored.spec.serial)) await reopenPorts(instance);
  instance.publish();
}

async function reopenPorts(instance: Instance): Promise<void> {
  for (const port of instance.ports) await port[Symbol.asyncDispose]();
  instance.ports = await openPorts(instance.services, instance.uuid, instance.stored.spec);
}

/** An interface that names no address keeps the one it had at its place. */
function keepAddresses(spec: InstanceSpec, before: InstanceSpec): InstanceSpec {
  return {
    ...spec,
    nics: spec.nics.map((nic, index) => ({ ...nic, mac: nic.mac ?? before.nics[index]?.mac })),
  };
}

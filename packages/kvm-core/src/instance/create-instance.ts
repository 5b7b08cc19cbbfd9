import { randomBytes, randomUUID } from "node:crypto";
import { assertSupported } from "../host/index.ts";
import type { createInput } from "../model/api.ts";
import { invalid } from "../model/faults.ts";
import type { InstanceSpec } from "../model/spec.ts";
import { removeInstance, type StoredInstance, writeInstance } from "../state-dir/index.ts";
import type * as z from "zod";
import { checkSpecFiles } from "./check-spec-files.ts";
import { createDisks } from "./create-disks.ts";
import { Instance } from "./instance.ts";
import { type DiskToMake, makeDisks } from "./make-disks.ts";
import { openPorts } from "./open-ports.ts";
import { type OperationContext, silentContext } from "./operation-context.ts";
import type { HostServices } from "./services.ts";

/** An instance to make, with the disks to make for it. */
export interface InstanceToMake extends Pick<z.output<typeof createInput>, "newDisks"> {
  readonly spec: InstanceSpec;
  readonly disksToMake: readonly DiskToMake[];
}

/**
 * Makes an instance, stopped, with the disks that were asked for. When anything fails, nothing is left.
 *
 * @throws GantryError `invalid_spec` naming every field whose file is missing or not allowed; `unsupported` naming every
 *   field that this QEMU lacks a driver or device for.
 */
export async function createInstance(
  services: HostServices,
  input: InstanceToMake,
  context: OperationContext = silentContext(),
): Promise<Instance> {
  await using undo = new AsyncDisposableStack();
  const spec = withAddresses(input.spec);
  await assertSupported(services.qemu, spec);
  await createDisks(spec, { newDisks: input.newDisks, imageRoots: services.imageRoots }, undo);
  await makeDisks(input.disksToMake, context, undo);
  const { imageRoots, imageDirs } = services;
  const faults = await checkSpecFiles(spec, { imageRoots, imageDirs, isNew: () => true });
  if (faults.length > 0) throw invalid("The instance spec", faults, "invalid_spec");

  const stored: StoredInstance = {
    uuid: randomUUID(),
    spec,
    createdAt: new Date().toISOString(),
    pinned: null,
    places: null,
    lastExit: null,
  };
  await writeInstance(services.layout, stored);
  undo.defer(() => removeInstance(services.layout, stored.uuid));
  const instance = new Instance(services, stored, await openPorts(services, stored.uuid, spec));
  undo.move();
  return instance;
}

/** Gives every interface without an address one in QEMU's range, kept from now on. */
export function withAddresses(spec: InstanceSpec): InstanceSpec {
  return { ...spec, nics: spec.nics.map((nic) => ({ ...nic, mac: nic.mac ?? randomMac() })) };
}

function randomMac(): string {
  return ["52", "54", "00", ...[...randomBytes(3)].map((byte) => byte.toString(16).padStart(2, "0"))].join(
    ":",
  );
}

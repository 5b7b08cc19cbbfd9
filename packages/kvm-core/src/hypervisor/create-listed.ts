import { type ImageLibrary, planDisks } from "../images/index.ts";
import { createInstance } from "../instance/create-instance.ts";
import type { HostServices, Instance, OperationContext } from "../instance/index.ts";
import type { InstanceTable } from "./instance-table.ts";
import { checkNewInstance, type NewInstance } from "./verb-options.ts";

/** Makes an instance under a name that is free, with its disks, and puts it where everybody finds it. */
export async function createListed(
  input: NewInstance,
  {
    services,
    table,
    library,
  }: {
    readonly services: HostServices;
    readonly table: InstanceTable;
    readonly library: ImageLibrary;
  },
  context?: OperationContext,
): Promise<{ readonly instance: Instance; readonly start: boolean }> {
  const { spec, newDisks, start } = checkNewInstance(input);
  using _reserved = table.reserve(spec.name);
  using held = new DisposableStack();
  const planned = await planDisks(spec, library, held);
  const instance = await createInstance(services, { ...planned, newDisks }, context);
  table.add(instance);
  return { instance, start };
}

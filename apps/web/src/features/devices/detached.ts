import {
  attachDiskInput,
  attachNicInput,
  type InstanceSpec,
  isEnded,
  type Operation,
} from "@gantry/kvm-core/model";

type AttachDisk = ReturnType<typeof attachDiskInput.parse>;
type AttachNic = ReturnType<typeof attachNicInput.parse>;

/** A device that was detached and can be attached as it was. */
export type Detached = { readonly operation: Operation; readonly name: string } & (
  | { readonly kind: "disk"; readonly attach: AttachDisk }
  | { readonly kind: "nic"; readonly attach: AttachNic }
);

/**
 * The disk or interface of an instance that was detached last, while nothing of that kind was attached or detached since.
 * It is known from the operation, which everybody sees, and is there after a reload.
 *
 * @param operations newest first.
 */
export function lastDetached(
  kind: Detached["kind"],
  spec: InstanceSpec,
  operations: readonly Operation[],
): Detached | undefined {
  const kinds: readonly string[] = [`${kind}.attach`, `${kind}.detach`];
  const operation = operations.find(
    (one) =>
      one.instance === spec.name && kinds.includes(one.kind) && (!isEnded(one) || one.status === "succeeded"),
  );
  if (operation?.status !== "succeeded" || operation.result === undefined) return undefined;
  const input = { instance: spec.name, ...operation.result };
  if (kind === "disk") {
    const { data } = attachDiskInput.safeParse(input);
    if (data === undefined || spec.disks.some(({ name }) => name === data.disk.name)) return undefined;
    return { kind, operation, name: data.disk.name, attach: data };
  }
  const { data } = attachNicInput.safeParse(input);
  if (data?.nic.mac === undefined || spec.nics.some(({ mac }) => mac === data.nic.mac)) return undefined;
  return { kind, operation, name: data.nic.mac, attach: data };
}

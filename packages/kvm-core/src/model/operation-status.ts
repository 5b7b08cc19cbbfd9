/** What long work can be. */
export const operationKinds = [
  "instance.create",
  "instance.start",
  "instance.stop",
  "instance.reboot",
  "instance.delete",
  "instance.migrate",
  "instance.clone",
  "instance.suspend",
  "image.download",
  "image.upload",
  "image.import",
  "disk.attach",
  "disk.detach",
  "disk.resize",
  "disk.limit",
  "disk.change",
  "disk.backup",
  "nic.attach",
  "nic.detach",
  "nic.link",
  "nic.limit",
  "snapshot.take",
  "snapshot.revert",
  "snapshot.delete",
  "host.evacuate",
] as const;
/** See {@link operationKinds}. */
export type OperationKind = (typeof operationKinds)[number];

/** Where an operation stands. `in-doubt` needs a person. */
export const operationStatuses = [
  "queued",
  "running",
  "succeeded",
  "failed",
  "cancelled",
  "in-doubt",
] as const;
/** See {@link operationStatuses}. */
export type OperationStatus = (typeof operationStatuses)[number];

/** Whether the operation has come to its end. */
export function isEnded(operation: { readonly status: OperationStatus }): boolean {
  return !["queued", "running"].includes(operation.status);
}

/** What an operation is about: its instance, or its host when it is about all of them. */
export function operationSubject(operation: {
  readonly kind: OperationKind;
  readonly host: string;
  readonly instance: string;
}): string {
  return operation.kind.startsWith("host.") ? operation.host : operation.instance;
}

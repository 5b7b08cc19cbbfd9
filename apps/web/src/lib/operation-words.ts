import {
  type Operation,
  type OperationKind,
  type OperationStatus,
  operationSubject,
} from "@gantry/kvm-core/model";

const kindWords: Readonly<Record<OperationKind, { doing: string; verb: string }>> = {
  "instance.create": { doing: "Creating", verb: "Create" },
  "instance.start": { doing: "Starting", verb: "Start" },
  "instance.stop": { doing: "Stopping", verb: "Stop" },
  "instance.reboot": { doing: "Rebooting", verb: "Reboot" },
  "instance.delete": { doing: "Deleting", verb: "Delete" },
  "instance.migrate": { doing: "Migrating", verb: "Migrate" },
  "instance.clone": { doing: "Cloning", verb: "Clone" },
  "instance.suspend": { doing: "Suspending", verb: "Suspend" },
  "disk.detach": { doing: "Unplugging a disk of", verb: "Unplug a disk of" },
  "disk.backup": { doing: "Backing up", verb: "Back up" },
  "nic.detach": { doing: "Unplugging an interface of", verb: "Unplug an interface of" },
  "snapshot.take": { doing: "Taking a snapshot of", verb: "Take a snapshot of" },
  "snapshot.revert": { doing: "Reverting", verb: "Revert" },
  "snapshot.delete": { doing: "Deleting a snapshot of", verb: "Delete a snapshot of" },
  "host.evacuate": { doing: "Evacuating", verb: "Evacuate" },
};

const statusWords: Readonly<Record<OperationStatus, string>> = {
  queued: "waiting",
  running: "under way",
  succeeded: "done",
  failed: "failed",
  cancelled: "cancelled",
  "in-doubt": "needs a person",
};

/** A status in the product's words. */
export function statusWord(status: OperationStatus): string {
  return statusWords[status];
}

/** What an operation is, as a title: "Migrate demo". */
export function operationTitle(operation: Pick<Operation, "kind" | "host" | "instance">): string {
  return `${kindWords[operation.kind].verb} ${operationSubject(operation)}`;
}

/** The operation in one line for the tray: what is done to whom, and how far it is or how it ended. */
export function operationLine(operation: Operation): string {
  const { doing } = kindWords[operation.kind];
  switch (operation.status) {
    case "queued":
      return `${doing} ${operationSubject(operation)}: waiting`;
    case "running":
      return `${doing} ${operationSubject(operation)}: ${runningWords(operation)}`;
    case "succeeded":
      return `${operationTitle(operation)}: done`;
    case "cancelled":
      return `${operationTitle(operation)}: cancelled`;
    case "failed":
    case "in-doubt":
      return `${operationTitle(operation)}: ${operation.error?.message ?? statusWords[operation.status]}`;
  }
}

/** Why a second operation of the same instance has to wait. */
export function underWay(operation: Pick<Operation, "kind">): string {
  return `${kindWords[operation.kind].doing} is under way.`;
}

function runningWords(operation: Operation): string {
  if (operation.progress !== undefined && operation.progress.text !== "") return operation.progress.text;
  return operation.steps.find((step) => step.status === "running")?.name ?? "under way";
}

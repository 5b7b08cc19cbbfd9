import {
  type Operation,
  type OperationKind,
  type OperationStatus,
  operationSubject,
} from "@gantry/kvm-core/model";

interface KindWords {
  readonly doing: string;
  readonly verb: string;
  /** How its part is named between verb and instance; "a disk" when there is none. */
  readonly noun?: string;
}

const kindWords: Readonly<Record<OperationKind, KindWords>> = {
  "instance.create": { doing: "Creating", verb: "Create" },
  "instance.start": { doing: "Starting", verb: "Start" },
  "instance.stop": { doing: "Stopping", verb: "Stop" },
  "instance.reboot": { doing: "Rebooting", verb: "Reboot" },
  "instance.delete": { doing: "Deleting", verb: "Delete" },
  "instance.migrate": { doing: "Migrating", verb: "Migrate" },
  "instance.clone": { doing: "Cloning", verb: "Clone" },
  "instance.suspend": { doing: "Suspending", verb: "Suspend" },
  "image.download": { doing: "Downloading", verb: "Download" },
  "image.upload": { doing: "Taking in", verb: "Take in" },
  "image.import": { doing: "Importing", verb: "Import" },
  "disk.attach": { doing: "Plugging in", verb: "Plug in", noun: "disk" },
  "disk.detach": { doing: "Unplugging", verb: "Unplug", noun: "disk" },
  "disk.resize": { doing: "Enlarging", verb: "Enlarge", noun: "disk" },
  "disk.limit": { doing: "Limiting", verb: "Limit", noun: "disk" },
  "disk.change": { doing: "Changing the CD in", verb: "Change the CD in", noun: "drive" },
  "disk.backup": { doing: "Backing up", verb: "Back up", noun: "disk" },
  "nic.attach": { doing: "Plugging in", verb: "Plug in", noun: "interface" },
  "nic.detach": { doing: "Unplugging", verb: "Unplug", noun: "interface" },
  "nic.link": { doing: "Changing the link of", verb: "Change the link of", noun: "interface" },
  "nic.limit": { doing: "Limiting", verb: "Limit", noun: "interface" },
  "snapshot.take": { doing: "Taking", verb: "Take", noun: "snapshot" },
  "snapshot.revert": { doing: "Reverting to", verb: "Revert to", noun: "snapshot" },
  "snapshot.delete": { doing: "Deleting", verb: "Delete", noun: "snapshot" },
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
export function operationTitle(operation: Described): string {
  return `${kindWords[operation.kind].verb} ${objectOf(operation)}`;
}

type Described = Pick<Operation, "kind" | "host" | "instance" | "part">;

/** What it is done to: "demo", or "disk data of demo". */
function objectOf(operation: Described): string {
  const part = partOf(operation);
  const subject = operationSubject(operation);
  return part === undefined ? subject : `${part} of ${subject}`;
}

/** "disk data", or "a disk" when it is not told which. */
function partOf({ kind, part }: Pick<Operation, "kind" | "part">): string | undefined {
  const { noun } = kindWords[kind];
  if (noun === undefined) return undefined;
  if (part !== undefined) return `${noun} ${part}`;
  return `${noun === "interface" ? "an" : "a"} ${noun}`;
}

/** The operation in one line for the tray: what is done to whom, and how far it is or how it ended. */
export function operationLine(operation: Operation): string {
  const { doing } = kindWords[operation.kind];
  switch (operation.status) {
    case "queued":
      return `${doing} ${objectOf(operation)}: waiting`;
    case "running":
      return `${doing} ${objectOf(operation)}: ${runningWords(operation)}`;
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
export function underWay(operation: Pick<Operation, "kind" | "part">): string {
  return `${[kindWords[operation.kind].doing, partOf(operation) ?? []].flat().join(" ")} is under way.`;
}

function runningWords(operation: Operation): string {
  if (operation.progress !== undefined && operation.progress.text !== "") return operation.progress.text;
  return operation.steps.find((step) => step.status === "running")?.name ?? "under way";
}

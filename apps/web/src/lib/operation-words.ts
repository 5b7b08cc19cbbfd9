import {
  type Operation,
  type OperationKind,
  type OperationStatus,
  operationSubject,
} from "@gantry/kvm-core/model";
import { type Message, msg, type Translate } from "./messages/translate.ts";

interface KindWords {
  readonly doing: Message;
  /** As it stands in a title; on a button the word may be another in other languages. */
  readonly verb: Message;
  /** How its part is named between verb and instance. */
  readonly part?: PartWords;
}

interface PartWords {
  readonly named: Message;
  readonly unnamed: Message;
}

const disk: PartWords = { named: msg("disk {name}"), unnamed: msg("a disk") };
const drive: PartWords = { named: msg("drive {name}"), unnamed: msg("a drive") };
const nic: PartWords = { named: msg("interface {name}"), unnamed: msg("an interface") };
const snapshot: PartWords = { named: msg("snapshot {name}"), unnamed: msg("a snapshot") };

const kindWords: Readonly<Record<OperationKind, KindWords>> = {
  "instance.create": { doing: msg("Creating"), verb: msg("Create // in a title") },
  "instance.start": { doing: msg("Starting"), verb: msg("Start // in a title") },
  "instance.stop": { doing: msg("Stopping"), verb: msg("Stop // in a title") },
  "instance.reboot": { doing: msg("Rebooting"), verb: msg("Reboot // in a title") },
  "instance.delete": { doing: msg("Deleting"), verb: msg("Delete // in a title") },
  "instance.migrate": { doing: msg("Migrating"), verb: msg("Migrate // in a title") },
  "instance.clone": { doing: msg("Cloning"), verb: msg("Clone // in a title") },
  "instance.suspend": { doing: msg("Suspending"), verb: msg("Suspend // in a title") },
  "image.download": { doing: msg("Downloading"), verb: msg("Download // in a title") },
  "image.upload": { doing: msg("Taking in"), verb: msg("Take in // in a title") },
  "image.import": { doing: msg("Importing"), verb: msg("Import // in a title") },
  "disk.attach": { doing: msg("Plugging in"), verb: msg("Plug in // in a title"), part: disk },
  "disk.detach": { doing: msg("Unplugging"), verb: msg("Unplug // in a title"), part: disk },
  "disk.resize": { doing: msg("Enlarging"), verb: msg("Enlarge // in a title"), part: disk },
  "disk.limit": { doing: msg("Limiting"), verb: msg("Limit // in a title"), part: disk },
  "disk.change": {
    doing: msg("Changing the CD in"),
    verb: msg("Change the CD in // in a title"),
    part: drive,
  },
  "disk.backup": { doing: msg("Backing up"), verb: msg("Back up // in a title"), part: disk },
  "nic.attach": { doing: msg("Plugging in"), verb: msg("Plug in // in a title"), part: nic },
  "nic.detach": { doing: msg("Unplugging"), verb: msg("Unplug // in a title"), part: nic },
  "nic.link": {
    doing: msg("Changing the link of"),
    verb: msg("Change the link of // in a title"),
    part: nic,
  },
  "nic.limit": { doing: msg("Limiting"), verb: msg("Limit // in a title"), part: nic },
  "snapshot.take": { doing: msg("Taking"), verb: msg("Take // in a title"), part: snapshot },
  "snapshot.revert": { doing: msg("Reverting to"), verb: msg("Revert to // in a title"), part: snapshot },
  "snapshot.delete": { doing: msg("Deleting"), verb: msg("Delete // in a title"), part: snapshot },
  "host.evacuate": { doing: msg("Evacuating"), verb: msg("Evacuate // in a title") },
};

const statusWords: Readonly<Record<OperationStatus, Message>> = {
  queued: msg("waiting"),
  running: msg("under way"),
  succeeded: msg("done"),
  failed: msg("failed"),
  cancelled: msg("cancelled"),
  "in-doubt": msg("needs a person"),
};

/** A status in the product's words. */
export function statusWord(status: OperationStatus, t: Translate): string {
  return t.of(statusWords[status]);
}

/** What an operation is, as a title: "Migrate demo". */
export function operationTitle(operation: Described, t: Translate): string {
  return t("{verb} {object}", { verb: t.of(kindWords[operation.kind].verb), object: objectOf(operation, t) });
}

/** What its cancelling is called: "Cancel migrate demo". */
export function cancelTitle(operation: Described, t: Translate): string {
  const verb = t.of(kindWords[operation.kind].verb).toLowerCase();
  return t("Cancel {verb} {object}", { verb, object: objectOf(operation, t) });
}

type Described = Pick<Operation, "kind" | "host" | "instance" | "part">;

/** What it is done to: "demo", or "disk data of demo". */
function objectOf(operation: Described, t: Translate): string {
  const part = partOf(operation, t);
  const subject = operationSubject(operation);
  return part === undefined ? subject : t("{part} of {subject}", { part, subject });
}

/** "disk data", or "a disk" when it is not told which. */
function partOf({ kind, part: name }: Pick<Operation, "kind" | "part">, t: Translate): string | undefined {
  const { part } = kindWords[kind];
  if (part === undefined) return undefined;
  return name === undefined ? t.of(part.unnamed) : t.of(part.named, { name });
}

/** The operation in one line for the tray: what is done to whom, and how far it is or how it ended. */
export function operationLine(operation: Operation, t: Translate): string {
  const { status, error } = operation;
  const title = operationTitle(operation, t);
  switch (status) {
    case "queued":
    case "running": {
      const doing = t.of(kindWords[operation.kind].doing);
      const what = t("{doing} {object}", { doing, object: objectOf(operation, t) });
      return `${what}: ${status === "queued" ? statusWord(status, t) : runningWords(operation, t)}`;
    }
    case "succeeded":
    case "cancelled":
      return `${title}: ${statusWord(status, t)}`;
    case "failed":
    case "in-doubt":
      return `${title}: ${error?.message ?? statusWord(status, t)}`;
  }
}

/** Why a second operation of the same instance has to wait. */
export function underWay(operation: Pick<Operation, "kind" | "part">, t: Translate): string {
  const doing = t.of(kindWords[operation.kind].doing);
  const part = partOf(operation, t);
  const what = part === undefined ? doing : t("{doing} {object}", { doing, object: part });
  return t("{what} is under way.", { what });
}

function runningWords(operation: Operation, t: Translate): string {
  if (operation.progress !== undefined && operation.progress.text !== "") return operation.progress.text;
  return operation.steps.find((step) => step.status === "running")?.name ?? t("under way");
}

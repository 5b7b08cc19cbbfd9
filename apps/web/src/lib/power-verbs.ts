import type {
  HostSummary,
  InstanceState,
  InstanceSummary,
  Operation,
  OperationKind,
  Role,
} from "@gantry/kvm-core/model";
import { isEnded, mayAct, whyNot } from "@gantry/kvm-core/model";
import type { Question } from "./confirm.ts";
import type { ConnectionState } from "./connection.ts";
import { type Message, msg, type Translate } from "./messages/translate.ts";
import { underWay } from "./operation-words.ts";

/** What the power buttons can ask of an instance. */
export type PowerVerb =
  | "start"
  | "stop"
  | "force-stop"
  | "reboot"
  | "reset"
  | "pause"
  | "resume"
  | "suspend"
  | "delete";

/** Names that a question about many instances lists; the others are counted. */
const namedInQuestion = 8;

interface VerbFacts {
  readonly label: Message;
  readonly role: Role;
  /** The operation it begins, when it is long work. */
  readonly kind?: OperationKind;
  readonly consequence?: Message;
  /** The same of a suspended instance, which has another thing to lose: its saved memory. */
  readonly whenSuspended?: Message;
  readonly option?: Message;
}

const facts: Readonly<Record<PowerVerb, VerbFacts>> = {
  start: { label: msg("Start"), role: "operator", kind: "instance.start" },
  stop: { label: msg("Stop"), role: "operator", kind: "instance.stop" },
  "force-stop": {
    label: msg("Force stop"),
    role: "operator",
    consequence: msg(
      "QEMU ends at once, as if the plug were pulled. What the guest has not yet written to its disks is lost.",
    ),
    whenSuspended: msg(
      "Its saved memory is discarded, with the programs that ran in the guest and all they have not yet written to its disks. Its next start boots it.",
    ),
  },
  reboot: { label: msg("Reboot"), role: "operator", kind: "instance.reboot" },
  reset: {
    label: msg("Reset"),
    role: "operator",
    consequence: msg(
      "The machine starts again at once without asking the guest. What it has not yet written to its disks is lost.",
    ),
  },
  pause: { label: msg("Pause"), role: "operator" },
  resume: { label: msg("Resume"), role: "operator" },
  suspend: { label: msg("Suspend"), role: "operator", kind: "instance.suspend" },
  delete: {
    label: msg("Delete"),
    role: "admin",
    kind: "instance.delete",
    consequence: msg("Its configuration and its console log are removed for ever. Its disks are kept."),
    whenSuspended: msg(
      "Its configuration, its console log and its saved memory are removed for ever. Its disks are kept.",
    ),
    option: msg("Delete its disk files too"),
  },
};

/** The word on the button: a suspended instance is not booted by its start, it goes on. */
export function powerLabel(verb: PowerVerb, t: Translate, state?: InstanceState): string {
  return t.of(verb === "start" && state === "suspended" ? facts.resume.label : facts[verb].label);
}

/** The question to ask before; undefined for verbs that can be taken back. */
export function questionBefore(
  verb: PowerVerb,
  { name, state }: Pick<InstanceSummary, "name" | "state">,
  t: Translate,
): Question | undefined {
  const { option, whenSuspended, ...usual } = facts[verb];
  const consequence = (state === "suspended" ? whenSuspended : undefined) ?? usual.consequence;
  if (consequence === undefined) return undefined;
  const label = t.of(usual.label);
  return {
    title: t("{verb} {name}?", { verb: label, name }),
    consequence: t.of(consequence),
    action: label,
    ...(option === undefined ? {} : { option: t.of(option) }),
  };
}

/** The question before a start on a host that is being worked on; undefined for anything else. */
export function questionInMaintenance(
  verb: PowerVerb,
  { name }: Pick<InstanceSummary, "name">,
  host: Pick<HostSummary, "name" | "maintenance"> | undefined,
  t: Translate,
): Question | undefined {
  if (verb !== "start" || host?.maintenance === undefined) return undefined;
  const { by, reason } = host.maintenance;
  return {
    title: t("Start {name} on {host}, which is in maintenance?", { name, host: host.name }),
    consequence: t(
      "{by} set {host} into maintenance{reason}. What is started there may soon be moved or stopped.",
      { by, host: host.name, reason: reason === undefined ? "" : ` (${reason})` },
    ),
    action: t("Start all the same"),
  };
}

/** The same for many at once: it names the first few and says how many there are. */
export function questionBeforeMany(
  verb: PowerVerb,
  instances: readonly Pick<InstanceSummary, "name" | "state">[],
  t: Translate,
): Question | undefined {
  const [first] = instances;
  const question = first && questionBefore(verb, first, t);
  if (question === undefined || instances.length === 1) return question;
  const names = instances
    .slice(0, namedInQuestion)
    .map(({ name }) => name)
    .join(", ");
  const rest = Math.max(0, instances.length - namedInQuestion);
  const all = rest === 0 ? names : t("{names} and {rest} more", { names, rest });
  return {
    ...question,
    title: t("{verb} {number} instances?", { verb: question.action, number: instances.length }),
    consequence: t("{names}. For each: {consequence}", { names: all, consequence: question.consequence }),
  };
}

/** What has to be known to say whether a verb is possible now. */
export interface Circumstances {
  readonly instance: Pick<InstanceSummary, "name" | "state">;
  readonly role: Role | undefined;
  readonly connection: ConnectionState;
  readonly operations: readonly Operation[];
}

/** Why the verb is not possible now, in one sentence; undefined when it is. */
export function whyNotNow(
  verb: PowerVerb,
  { instance, role, connection, operations }: Circumstances,
  t: Translate,
): string | undefined {
  const { role: least, label } = facts[verb];
  if (connection.status === "lost") return t("The agent does not answer.");
  if (role === undefined) return t("Not signed in yet.");
  if (!mayAct(role, least)) {
    const verbWord = t.of(label);
    return t("{verb} needs the role {least}; you are signed in as {role}.", { verb: verbWord, least, role });
  }
  const other = operations.find((one) => one.instance === instance.name && !isEnded(one));
  // A guest that does not obey the power button must not keep one from pulling the plug.
  const canBeCutShort =
    verb === "force-stop" && (other?.kind === "instance.stop" || other?.kind === "instance.reboot");
  if (other !== undefined && !canBeCutShort) return underWay(other, t);
  return whyNot(verb, instance.state);
}

/** Whether the operation that this verb begins is under way. */
export function isUnderWay(verb: PowerVerb, name: string, operations: readonly Operation[]): boolean {
  const { kind } = facts[verb];
  return (
    kind !== undefined &&
    operations.some((one) => one.instance === name && one.kind === kind && !isEnded(one))
  );
}

/** The buttons that make sense in a state: of each pair, the one that could be pressed next. */
export function verbsToShow(state: InstanceState): readonly PowerVerb[] {
  const isOff = state === "stopped" || state === "crashed" || state === "suspended";
  const isHeld = state === "paused" || state === "io-error";
  return [isOff ? "start" : "stop", "reboot", isHeld ? "resume" : "pause", "force-stop", "reset"];
}

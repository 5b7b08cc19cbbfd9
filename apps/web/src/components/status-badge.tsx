import { type Message, msg, type Translate } from "#lib/messages/translate.ts";
import type { HostSummary, InstanceState, OperationStatus } from "@gantry/kvm-core/model";
import { clsx } from "clsx";

/** The few looks a state can have. Hue means state and nothing else. */
export type Tone = "running" | "off" | "paused" | "saved" | "busy" | "bad" | "unknown";

const dots: Readonly<Record<Tone, string>> = {
  running: "bg-running",
  off: "border-[1.5px] border-hollow",
  paused: "bg-paused",
  saved: "border-[1.5px] border-paused",
  busy: "arc",
  bad: "bg-bad",
  unknown: "border-[1.5px] border-dashed border-hollow",
};

const instanceTones: Readonly<Record<InstanceState, Tone>> = {
  stopped: "off",
  starting: "busy",
  running: "running",
  paused: "paused",
  stopping: "busy",
  suspended: "saved",
  migrating: "busy",
  incoming: "busy",
  "io-error": "bad",
  panicked: "bad",
  crashed: "bad",
  unresponsive: "bad",
  unknown: "unknown",
};

const operationTones: Readonly<Record<OperationStatus, Tone>> = {
  queued: "off",
  running: "busy",
  succeeded: "running",
  failed: "bad",
  cancelled: "off",
  "in-doubt": "bad",
};

const instanceWords: Readonly<Record<InstanceState, Message>> = {
  stopped: msg("stopped"),
  starting: msg("starting"),
  running: msg("running"),
  paused: msg("paused"),
  stopping: msg("stopping"),
  suspended: msg("suspended"),
  migrating: msg("migrating"),
  incoming: msg("arriving"),
  "io-error": msg("disk error"),
  panicked: msg("panicked"),
  crashed: msg("crashed"),
  unresponsive: msg("unresponsive"),
  unknown: msg("unknown"),
};

/** How the state of an instance looks. */
export function toneOfInstance(state: InstanceState): Tone {
  return instanceTones[state];
}

/** How the state of a host looks. */
export function toneOfHost({ status, maintenance }: Pick<HostSummary, "status" | "maintenance">): Tone {
  if (status !== "online") return "unknown";
  return maintenance === undefined ? "running" : "paused";
}

/** The state of a host in words. */
export function hostWord(
  { status, maintenance }: Pick<HostSummary, "status" | "maintenance">,
  t: Translate,
): string {
  const word = status === "online" ? t("online") : t("does not answer");
  return maintenance === undefined ? word : t("{word}, in maintenance", { word });
}

/** How the status of an operation looks. */
export function toneOfOperation(status: OperationStatus): Tone {
  return operationTones[status];
}

/** The state of an instance in words: "migrating to host-b", "unknown". */
export function instanceWord(
  { state, migratingTo }: { state: InstanceState; migratingTo?: string | undefined },
  t: Translate,
): string {
  return state === "migrating" && migratingTo !== undefined
    ? t("migrating to {host}", { host: migratingTo })
    : t.of(instanceWords[state]);
}

/** The dot alone, where the word stands beside it or is said to screen readers otherwise. */
export function StatusDot({ tone }: { tone: Tone }) {
  return <span aria-hidden className={clsx("size-2 shrink-0 rounded-full", dots[tone])} />;
}

/** A state: always dot and word. The only renderer of states. */
export function StatusBadge({ tone, word, dim = false }: { tone: Tone; word: string; dim?: boolean }) {
  return (
    <span className={clsx("inline-flex max-w-full min-w-0 items-center gap-[7px]", dim && "text-dim")}>
      <StatusDot tone={tone} />
      <span className="truncate">{word}</span>
    </span>
  );
}

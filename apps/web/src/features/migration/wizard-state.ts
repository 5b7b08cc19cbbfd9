import type { Translate } from "#lib/messages/translate.ts";
import {
  type MigrationOptions,
  migrationOptionsSchema,
  type TimeoutAction,
  timeoutActions,
} from "@gantry/kvm-core/model";
import { toBandwidth } from "./migration-words.ts";

/** The steps before anything moves; what comes after is told by the operation. */
export const wizardSteps = ["target", "options", "checks"] as const;
/** See {@link wizardSteps}. */
export type WizardStep = (typeof wizardSteps)[number];

/** Which disks are copied: none, those that the target does not share, or those that are chosen. */
export const copyChoices = ["none", "unshared", "chosen"] as const;
/** See {@link copyChoices}. */
export type CopyChoice = (typeof copyChoices)[number];

/** What the address holds of a migration that is being prepared. Numbers are text while they are typed. */
export interface WizardState {
  readonly step: WizardStep;
  readonly target: string | undefined;
  readonly live: boolean;
  readonly pauseMs: string;
  readonly bandwidthMiB: string;
  readonly timeoutSeconds: string;
  readonly onTimeout: TimeoutAction;
  readonly longerPauseMs: string;
  readonly autoConverge: boolean;
  /** `chosen`: those in {@link chosenDisks}. */
  readonly copy: CopyChoice;
  readonly chosenDisks: readonly string[];
  readonly targetDirectory: string;
  readonly deleteSource: boolean;
}

const defaults = migrationOptionsSchema.parse({});

/** Reads the address. A step that needs a target begins with choosing one. */
export function wizardOf(get: (key: string) => string | undefined): WizardState {
  const target = get("target");
  const step = wizardSteps.find((one) => one === get("step")) ?? "target";
  return {
    step: target === undefined ? "target" : step,
    target,
    live: get("live") !== "no",
    pauseMs: get("pause") ?? String(defaults.allowedPauseMs),
    bandwidthMiB: get("bandwidth") ?? "",
    timeoutSeconds: get("timeout") ?? String(defaults.timeoutSeconds),
    onTimeout: timeoutActions.find((one) => one === get("late")) ?? defaults.onTimeout,
    longerPauseMs: get("longer") ?? String(defaults.longerPauseMs),
    autoConverge: get("slow") === "yes",
    copy: copyChoices.find((one) => one === get("copy")) ?? "none",
    chosenDisks: (get("disks") ?? "").split(",").filter((name) => name !== ""),
    targetDirectory: get("directory") ?? "",
    deleteSource: get("delete") === "yes",
  };
}

/** The options as the agent wants them, or the fault of each field. What is not shown is not asked for. */
export function optionsOf(
  state: WizardState,
  t: Translate,
): { readonly options: MigrationOptions } | { readonly faults: Readonly<Record<string, string>> } {
  const parsed = migrationOptionsSchema.safeParse({
    live: state.live,
    allowedPauseMs: Number(state.pauseMs),
    bandwidth: toBandwidth(state.bandwidthMiB),
    timeoutSeconds: Number(state.timeoutSeconds),
    onTimeout: state.onTimeout,
    ...(state.onTimeout === "longer-pause" ? { longerPauseMs: Number(state.longerPauseMs) } : {}),
    autoConverge: state.autoConverge,
    copyDisks: state.copy === "chosen" ? state.chosenDisks : state.copy === "unshared",
    ...(state.copy !== "none" && state.targetDirectory !== ""
      ? { targetDirectory: state.targetDirectory }
      : {}),
    deleteSource: state.copy !== "none" && state.deleteSource,
  });
  const faults = Object.fromEntries(
    parsed.error?.issues.map((issue) => [issue.path.join("."), issue.message] as const) ?? [],
  );
  if (state.copy === "chosen" && state.chosenDisks.length === 0)
    faults["copyDisks"] = t("choose at least one");
  if (!/^\d*$/.test(state.bandwidthMiB.trim()))
    faults["bandwidth"] = t("a whole number of MiB/s, or nothing");
  return parsed.success && Object.keys(faults).length === 0 ? { options: parsed.data } : { faults };
}

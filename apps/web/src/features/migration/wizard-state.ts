import { type MigrationOptions, migrationOptionsSchema } from "@gantry/kvm-core/model";
import { toBandwidth } from "./migration-words.ts";

/** The steps before anything moves; what comes after is told by the operation. */
export const wizardSteps = ["target", "options", "checks"] as const;
/** See {@link wizardSteps}. */
export type WizardStep = (typeof wizardSteps)[number];

/** What the address holds of a migration that is being prepared. Numbers are text while they are typed. */
export interface WizardState {
  readonly step: WizardStep;
  readonly target: string | undefined;
  readonly live: boolean;
  readonly pauseMs: string;
  readonly bandwidthMiB: string;
  readonly timeoutSeconds: string;
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
  };
}

/** The options as the agent wants them, or the fault of each field. */
export function optionsOf(
  state: WizardState,
): { readonly options: MigrationOptions } | { readonly faults: Readonly<Record<string, string>> } {
  const parsed = migrationOptionsSchema.safeParse({
    live: state.live,
    allowedPauseMs: Number(state.pauseMs),
    bandwidth: toBandwidth(state.bandwidthMiB),
    timeoutSeconds: Number(state.timeoutSeconds),
  });
  const faults = Object.fromEntries(
    parsed.error?.issues.map((issue) => [issue.path.join("."), issue.message] as const) ?? [],
  );
  if (!/^\d*$/.test(state.bandwidthMiB.trim())) faults["bandwidth"] = "a whole number of MiB/s, or nothing";
  return parsed.success && Object.keys(faults).length === 0 ? { options: parsed.data } : { faults };
}

import {
  type EvacuationChoice,
  type EvacuationOptions,
  evacuationOptionsSchema,
  type EvacuationPlan,
} from "@gantry/kvm-core/model";
import type { UrlChanges } from "#lib/url-state.tsx";

/** What the address holds of an evacuation that is being planned. */
export interface EvacuationState {
  /** Whether the plan is wanted at all: it asks every host. */
  readonly isOpen: boolean;
  readonly allowShutdown: boolean;
  readonly copyDisks: boolean;
  readonly concurrency: number;
  readonly choices: Readonly<Record<string, EvacuationChoice>>;
}

type Choices = EvacuationState["choices"];

/** Reads the address. What makes no sense there is as if it were not there. */
export function evacuationOf(get: (key: string) => string | undefined): EvacuationState {
  const concurrency = Number(get("at-once") ?? "1");
  return {
    isOpen: get("plan") === "open",
    allowShutdown: get("shutdown") === "yes",
    copyDisks: get("copy") === "yes",
    concurrency: [1, 2, 3, 4].includes(concurrency) ? concurrency : 1,
    choices: Object.fromEntries((get("choices") ?? "").split(",").flatMap(readChoice)),
  };
}

/** The change of the address that chooses something else for one instance; undefined: what the plan says. */
export function withChoice(
  choices: Choices,
  instance: string,
  choice: EvacuationChoice | undefined,
): UrlChanges {
  const others = Object.entries(choices).filter(([name]) => name !== instance);
  const all = choice === undefined ? others : [...others, [instance, choice] as const];
  return { choices: all.map(([name, one]) => `${name}:${choiceValue(one)}`).join(",") };
}

/** A choice as the value of a list's line: `host-b`, `shut-down*`, `stay*`. No host's name ends with an asterisk. */
export function choiceValue(choice: EvacuationChoice): string {
  return choice.do === "move" ? choice.target : `${choice.do}*`;
}

/** The choice that such a value stands for. */
export function choiceOf(value: string): EvacuationChoice | undefined {
  if (value === "") return undefined;
  if (value === "shut-down*") return { do: "shut-down" };
  return value === "stay*" ? { do: "stay" } : { do: "move", target: value };
}

/** What is asked of the agent. */
export function optionsOf({ allowShutdown, copyDisks, concurrency, choices }: EvacuationState) {
  return evacuationOptionsSchema.parse({
    ...{ allowShutdown, concurrency, choices },
    migration: { copyDisks },
  });
}

/** What is shown is what is done: every target of the plan as if it had been chosen, in the order of the plan. */
export function optionsAsShown({ options, rows }: EvacuationPlan): EvacuationOptions {
  const shown = rows.flatMap((row): [string, EvacuationChoice][] => {
    if (row.class === "movable" && row.target !== undefined)
      return [[row.instance, { do: "move", target: row.target }]];
    return row.class === "shut-down" ? [[row.instance, { do: "shut-down" }]] : [];
  });
  return {
    ...options,
    order: rows.map(({ instance }) => instance),
    choices: { ...options.choices, ...Object.fromEntries(shown) },
  };
}

function readChoice(text: string): [string, EvacuationChoice][] {
  const [name = "", value = ""] = text.split(":");
  const choice = choiceOf(value);
  return name === "" || choice === undefined ? [] : [[name, choice]];
}

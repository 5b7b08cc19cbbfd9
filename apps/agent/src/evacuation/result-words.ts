import { type EvacuationOutcome, type EvacuationProgressRow, GantryError } from "@gantry/kvm-core/model";

const words: Readonly<Record<EvacuationOutcome, string>> = {
  moved: "moved",
  "shut-down": "shut down",
  "under-way": "under way",
  waiting: "waiting",
  failed: "failed",
  "in-doubt": "in doubt",
  cancelled: "cancelled",
  "not-begun": "not begun",
  interrupted: "interrupted",
  blocked: "blocked",
  stays: "not to be moved",
};

/** How many have come how far, such as "2 moved, 1 failed, 1 waiting". */
export function countsText(rows: readonly EvacuationProgressRow[]): string {
  const outcomes = Object.keys(words).filter((outcome): outcome is EvacuationOutcome => outcome in words);
  const counts = outcomes.flatMap((outcome) => {
    const count = rows.filter((row) => row.outcome === outcome).length;
    return count === 0 ? [] : [`${count} ${words[outcome]}`];
  });
  return counts.length === 0 ? "It holds no instances." : counts.join(", ");
}

/** The same with what is being done at this moment. */
export function progressText(rows: readonly EvacuationProgressRow[]): string {
  const now = rows.filter(({ outcome }) => outcome === "under-way");
  const doing = now.map((row) => `${row.instance}${arrow(row)} (${row.text})`);
  return [countsText(rows), ...doing].join("; ");
}

/** Where everything is: for the error of an evacuation that did not do all of it. */
export function whereText(host: string, rows: readonly EvacuationProgressRow[]): string {
  const moved = rows.filter(({ outcome }) => outcome === "moved");
  const off = namesOf(rows, ["shut-down"]);
  const here = namesOf(rows, ["failed", "cancelled", "not-begun", "blocked"]);
  const unclear = namesOf(rows, ["in-doubt", "interrupted"]);
  return [
    ...[...Map.groupBy(moved, ({ target }) => target ?? "")].map(
      ([target, ones]) => `On ${target} now: ${ones.map(({ instance }) => instance).join(", ")}.`,
    ),
    ...(off === "" ? [] : [`Shut down, on ${host}: ${off}.`]),
    ...(here === "" ? [] : [`Still on ${host}, as they were: ${here}.`]),
    ...(unclear === "" ? [] : [`The list shows where they are: ${unclear}.`]),
  ].join(" ");
}

/** What is wrong with how it ended, the gravest first; undefined when all was done that was to be done. */
export function verdict(
  host: string,
  rows: readonly EvacuationProgressRow[],
  { cancelled }: { readonly cancelled: boolean },
): GantryError | undefined {
  const has = (...outcomes: EvacuationOutcome[]) => namesOf(rows, outcomes);
  const where = whereText(host, rows);
  const [doubt, undone, failed] = [has("in-doubt"), has("cancelled", "not-begun"), has("failed")];
  const blocked = has("blocked");
  const about = {
    where,
    details: { host, rows: rows.map(({ instance, outcome }) => ({ instance, outcome })) },
  };
  const counts = countsText(rows);
  if (doubt !== "")
    return new GantryError("migration_in_doubt", {
      ...about,
      message: `${host} was not emptied: the move of ${doubt} is in doubt (${counts}).`,
      hint: "Look at the operation of each that is named; it says which host has to come back.",
    });
  if (undone !== "" && cancelled)
    return new GantryError("cancelled", {
      ...about,
      message: `Emptying ${host} was cancelled: ${counts}.`,
      hint: "What was moved stays moved. Evacuate again for the others.",
    });
  if (failed !== "" || undone !== "")
    return new GantryError(refusedOnly(rows) ? "checks_refused" : "migration_failed", {
      ...about,
      message: `${host} is not empty: ${counts}. ${reasons(rows, ["failed", "cancelled"])}`,
      hint: "Mend what is named and evacuate again; what has moved is left alone.",
    });
  if (blocked !== "")
    return new GantryError("checks_refused", {
      ...about,
      message: `${host} is not empty: ${counts}. ${reasons(rows, ["blocked"])}`,
      hint: "Mend what is named, allow them to be shut down, or let them stay; then evacuate again.",
    });
  return undefined;
}

function arrow({ class: kind, target }: EvacuationProgressRow): string {
  return kind === "movable" ? ` → ${target ?? "?"}` : ", shutting down";
}

function namesOf(rows: readonly EvacuationProgressRow[], outcomes: readonly EvacuationOutcome[]): string {
  return rows
    .filter(({ outcome }) => outcomes.includes(outcome))
    .map(({ instance }) => instance)
    .join(", ");
}

function refusedOnly(rows: readonly EvacuationProgressRow[]): boolean {
  const failed = rows.filter(({ outcome }) => outcome === "failed" || outcome === "cancelled");
  return failed.every(({ error }) => error?.code === "checks_refused");
}

function reasons(rows: readonly EvacuationProgressRow[], outcomes: readonly EvacuationOutcome[]): string {
  return rows
    .filter(({ outcome }) => outcomes.includes(outcome))
    .map(({ instance, text }) => `${instance}: ${text}`)
    .join(" ");
}

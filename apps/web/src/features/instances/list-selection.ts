/**
 * The chosen instances as the URL has them: names with `_` between, which no name contains; `*` for all that the filter lets
 * through.
 */
export type ChosenText = string | undefined;

const all = "*";

/** The names that are chosen, of those that the list shows. One that is gone or filtered out is not chosen. */
export function chosenOf(text: ChosenText, shown: readonly string[]): ReadonlySet<string> {
  if (text === all) return new Set(shown);
  const wanted = new Set((text ?? "").split("_"));
  return new Set(shown.filter((name) => wanted.has(name)));
}

/** What the URL says after one name was toggled. */
export function afterToggle(text: ChosenText, name: string, shown: readonly string[]): ChosenText {
  const chosen = new Set(chosenOf(text, shown));
  if (!chosen.delete(name)) chosen.add(name);
  return chosen.size === 0 ? undefined : [...chosen].join("_");
}

/** What the URL says after all were toggled. */
export function afterToggleAll(text: ChosenText, shown: readonly string[]): ChosenText {
  return chosenOf(text, shown).size === shown.length ? undefined : all;
}

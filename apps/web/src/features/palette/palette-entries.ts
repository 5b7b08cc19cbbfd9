/** One line of the palette. */
export interface PaletteEntry {
  readonly key: string;
  readonly label: string;
  /** What it is: "page", "instance on host-a". */
  readonly kind: string;
  /** Why it cannot be chosen now. */
  readonly blocked?: string | undefined;
  readonly run: () => void;
}

/** So many are shown; more letters find the others. */
const shown = 30;

/** The entries that have all words in their label, those that begin with the text first. */
export function matching(entries: readonly PaletteEntry[], text: string): readonly PaletteEntry[] {
  const wanted = text.trim().toLowerCase();
  const words = wanted.split(/\s+/);
  return entries
    .filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)))
    .toSorted((a, b) => rank(a, wanted) - rank(b, wanted))
    .slice(0, shown);
}

function rank({ label }: PaletteEntry, wanted: string): number {
  return label.toLowerCase().startsWith(wanted) ? 0 : 1;
}

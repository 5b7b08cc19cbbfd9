/** A key of the on-screen row: its name, the bytes a terminal sends for it, and how a sign is read aloud. */
export interface NamedKey {
  readonly name: string;
  readonly bytes: string;
  readonly says?: string;
}

/** Keys that phones do not have, or that browsers keep for themselves. */
export const editingKeys: readonly NamedKey[] = [
  { name: "Esc", bytes: "\u001b" },
  { name: "Tab", bytes: "\t" },
  { name: "↑", bytes: "\u001b[A", says: "up" },
  { name: "↓", bytes: "\u001b[B", says: "down" },
  { name: "←", bytes: "\u001b[D", says: "left" },
  { name: "→", bytes: "\u001b[C", says: "right" },
  { name: "Home", bytes: "\u001b[H" },
  { name: "End", bytes: "\u001b[F" },
  { name: "PgUp", bytes: "\u001b[5~" },
  { name: "PgDn", bytes: "\u001b[6~" },
  { name: "Ins", bytes: "\u001b[2~" },
  { name: "Del", bytes: "\u001b[3~" },
];

/** Combinations that browsers act on, or that end what a guest is doing. */
export const controlKeys: readonly NamedKey[] = ["C", "D", "L", "N", "T", "W", "Z", "\\", "]"].map(
  (letter) => ({
    name: `Ctrl-${letter}`,
    bytes: withControl(letter),
  }),
);

/** F1 to F12, as a VT220 and everything after it sends them. */
export const functionKeys: readonly NamedKey[] = [
  ..."PQRS".split("").map((letter) => `O${letter}`),
  ...[15, 17, 18, 19, 20, 21, 23, 24].map((code) => `[${code}~`),
].map((code, index) => ({ name: `F${index + 1}`, bytes: `\u001b${code}` }));

/** Modifiers that stay down for the next key. */
export interface StickyModifiers {
  readonly ctrl: boolean;
  readonly alt: boolean;
}

/** Neither is down. */
export const noModifiers: StickyModifiers = { ctrl: false, alt: false };

/** What a key sends while modifiers are down: Ctrl makes a letter its control character, Alt puts Esc before it. */
export function withModifiers(keys: string, { ctrl, alt }: StickyModifiers): string {
  const controlled = ctrl && keys.length === 1 ? withControl(keys) : keys;
  return alt ? `\u001b${controlled}` : controlled;
}

/** The control character of a letter; the key itself where there is none. */
function withControl(key: string): string {
  if (key === " ") return "\0";
  if (key === "?") return "\u007f";
  const code = key.toUpperCase().charCodeAt(0);
  return code >= 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) : key;
}

/** Arrows, Home and End as programs want them that have switched the cursor keys (vim and less do). */
export function inApplicationMode(keys: string): string {
  return keys.replace(/^\u001b\[([ABCDFH])$/, "\u001bO$1");
}

import { InvalidArgumentError } from "commander";

/** Ctrl-@ to Ctrl-_, the keys that send one byte of their own. */
const controlKeys = /^(?:\^|ctrl-|c-)([@a-z[\\\]^_])$/i;

/** The byte of a key written as `^]`, `ctrl-]` or `c-]`; undefined for `none`. */
export function controlKey(text: string): number | undefined {
  if (text === "none") return undefined;
  const letter = controlKeys.exec(text)?.[1];
  if (letter !== undefined) return letter.toUpperCase().charCodeAt(0) & 0x1f;
  throw new InvalidArgumentError("give a key such as ^] or ctrl-a, or none");
}

/** How people call it: `Ctrl-]`. */
export function keyName(byte: number): string {
  return `Ctrl-${String.fromCharCode(byte | 0x40)}`;
}

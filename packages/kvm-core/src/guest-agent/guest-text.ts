import * as z from "zod";

const longest = 1024;

/** Words of a guest, made safe to print anywhere: no control characters, no endless lines. */
export function guestText(text: string): string {
  return text.replace(/\p{Cc}/gu, "\u{fffd}").slice(0, longest);
}

/** A text in an agent's answer. */
export const guestTextSchema = z.string().transform(guestText);

/** A list in an agent's answer: longer than any real one is nonsense. */
export function guestListSchema<Item extends z.ZodType>(item: Item): z.ZodArray<Item> {
  return z.array(item).max(4096, "too many entries");
}

/** What a key does in the terminal instead of going to the guest. */
export type Shortcut = "leave" | "search";

const shortcuts: Readonly<Record<string, Shortcut>> = { KeyE: "leave", KeyF: "search" };

/** Keys that stay with the page, all with Ctrl and Shift: guests do not know them. Undefined for the guest's own. */
export function shortcutOf({ ctrlKey, shiftKey, altKey, code }: KeyboardEvent): Shortcut | undefined {
  return ctrlKey && shiftKey && !altKey && Object.hasOwn(shortcuts, code) ? shortcuts[code] : undefined;
}

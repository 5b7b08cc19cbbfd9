/** One option of QEMU's command line: its flag and, if it takes one, its value as a single argv element. */
export type CommandOption = readonly [flag: string, value?: string];

/**
 * An option whose value is JSON. QEMU reads `-blockdev`, `-device`, `-netdev` and `-object` as JSON when the value starts
 * with a brace, and then nothing inside a string is parsed a second time: commas, spaces and `json:` stay literal.
 */
export function jsonOption(
  flag: "-blockdev" | "-device" | "-netdev" | "-object",
  properties: Readonly<Record<string, unknown>>,
): CommandOption {
  return [flag, JSON.stringify(properties)];
}

/**
 * An option whose value is QEMU's `key=value,…` text, for the flags that do not take JSON (`-chardev`, `-mon`, `-name`, …).
 * A comma inside a value is doubled, which is QEMU's only escape there.
 */
export function textOption(
  flag: string,
  properties: Readonly<Record<string, string | number>>,
  first?: string,
): CommandOption {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${doubleCommas(String(value))}`);
  return [flag, [...(first === undefined ? [] : [doubleCommas(first)]), ...pairs].join(",")];
}

/** The options as the argv elements that follow the binary. */
export function toArguments(options: readonly CommandOption[]): string[] {
  return options.flatMap(([flag, value]) => (value === undefined ? [flag] : [flag, value]));
}

function doubleCommas(text: string): string {
  return text.replaceAll(",", ",,");
}

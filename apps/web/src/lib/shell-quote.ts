/** An argument as a POSIX shell reads it back unchanged. */
export function shellQuoted(argument: string): string {
  return /^[A-Za-z0-9_@%+=:,./-]+$/.test(argument)
    ? argument
    : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}

/** An argv as lines for people: the program, then each option with its value. */
export function optionLines(argv: readonly string[]): string[] {
  const lines: string[] = [];
  for (const argument of argv) {
    const previous = lines.at(-1);
    const isValue = previous !== undefined && /^-[a-z][a-z-]*$/.test(previous) && !/^-[a-z]/.test(argument);
    if (isValue) lines[lines.length - 1] = `${previous} ${shellQuoted(argument)}`;
    else lines.push(shellQuoted(argument));
  }
  return lines;
}

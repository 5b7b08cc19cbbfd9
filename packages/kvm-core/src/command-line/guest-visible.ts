/** Options that make the machine which the guest sees, and whose state a migration carries. */
const flags: ReadonlySet<string> = new Set(["-machine", "-cpu", "-smp", "-m", "-rtc", "-global", "-device"]);

/** The part of an argv that source and target of a migration must have in common, option by option, in its order. */
export function guestVisible(argv: readonly string[]): string[] {
  return argv.flatMap((flag, index) => (flags.has(flag) ? [`${flag} ${argv[index + 1] ?? ""}`] : []));
}

/** Ids of the devices that an argv plugs in. */
export function deviceIds(argv: readonly string[]): string[] {
  return argv.flatMap((flag, index) => {
    if (flag !== "-device") return [];
    const id = /"id":"([^"]+)"/.exec(argv[index + 1] ?? "")?.[1];
    return id === undefined ? [] : [id];
  });
}

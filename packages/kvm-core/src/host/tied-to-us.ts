/**
 * The command that runs a program which ends with us, even when we are killed: a QEMU that probes something must not outlive
 * an agent that dies meanwhile. setpriv is part of util-linux and becomes the program; QEMU's own switch for it
 * (exit-with-parent) came with version 10.2.
 */
export function tiedToUs(program: string, argv: readonly string[]): [string, string[]] {
  return ["setpriv", ["--pdeathsig", "KILL", program, ...argv]];
}

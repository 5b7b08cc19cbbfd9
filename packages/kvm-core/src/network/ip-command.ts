import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { GantryError } from "../model/index.ts";
import { failedProgram } from "./failed-program.ts";

/** Runs one of iproute2's programs with exactly these arguments and gives its output. */
export type IpCommand = (program: "ip" | "bridge" | "tc", args: readonly string[]) => Promise<string>;

const deadlineMs = 10_000;

/**
 * iproute2 as it is installed on this host. Never through a shell. It fails with a GantryError `network_failed` that has
 * what the program wrote to its standard error.
 *
 * @param prefix a command that runs the one after it, such as one that enters a network namespace.
 */
export function ipThrough(prefix: readonly string[]): IpCommand {
  return async (program, args) => {
    const [command = program, ...rest] = [...prefix, program, ...args];
    try {
      const { stdout } = await promisify(execFile)(command, rest, { timeout: deadlineMs });
      return stdout;
    } catch (cause) {
      throw ipFailure(program, args, cause);
    }
  };
}

/** iproute2 in the agent's own network. */
export const runIp: IpCommand = ipThrough([]);

function ipFailure(program: string, args: readonly string[], cause: unknown): GantryError {
  const { stderr, why } = failedProgram(cause);
  const command = [program, ...args].join(" ");
  return new GantryError("network_failed", {
    message: `\`${command}\` failed: ${why}.`,
    hint: hintFor(program, why),
    details: { command, stderr },
    cause,
  });
}

function hintFor(program: string, why: string): string {
  if (why.includes("not installed")) {
    return program === "tc"
      ? "Install it: `apt-get install iproute2`, or `dnf install iproute-tc`."
      : "Install iproute2, for example with `apt-get install iproute2`.";
  }
  if (/not permitted|permission denied/i.test(why)) {
    return "Run the agent as root or give it the capability CAP_NET_ADMIN; an instance in user mode needs no rights.";
  }
  return "Run the command by hand to see what the kernel refuses; `gantry doctor` checks the network.";
}

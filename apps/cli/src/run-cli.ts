import { pathToFileURL } from "node:url";
import { Command, CommanderError } from "commander";
import { addCloneCommand } from "./commands/clone.ts";
import { addConsoleCommand } from "./commands/console.ts";
import { addCreateCommand } from "./commands/create.ts";
import { addDemoCommand } from "./commands/demo.ts";
import { addDiskCommands } from "./commands/disks.ts";
import { addGuestCommands } from "./commands/guest.ts";
import { addHostCommands } from "./commands/hosts.ts";
import { addImageCommands } from "./commands/images.ts";
import { addLogsCommand } from "./commands/logs.ts";
import { addQemuLogCommand } from "./commands/qemu-log.ts";
import { addLookingCommands } from "./commands/looking.ts";
import { addMigrateCommand } from "./commands/migrate.ts";
import { addNicCommands } from "./commands/nics.ts";
import { addOperationCommands } from "./commands/operations.ts";
import { addPowerCommands } from "./commands/power.ts";
import { addRecordingCommands } from "./commands/recordings.ts";
import { addClientOptions } from "./commands/session.ts";
import { addSnapshotCommands } from "./commands/snapshots.ts";
import { addStatsCommand } from "./commands/stats.ts";
import { addTopCommand } from "./commands/top.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import type { Surroundings } from "./surroundings.ts";
import { errorBodyOf, errorText } from "./terminal/error-text.ts";

/**
 * Runs one command line.
 *
 * @param args without the program's name
 * @returns the exit code
 */
export async function runCli(args: readonly string[], surroundings: Surroundings): Promise<number> {
  // Every word after it is the agent's own.
  if (args[0] === "agent") return runAgent(args.slice(1), surroundings);
  try {
    await program(surroundings).parseAsync(args, { from: "user" });
    return exitCodes.ok;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    if (surroundings.interrupted.aborted) return exitCodes.interrupted;
    const body = errorBodyOf(error);
    const json = args.includes("--json");
    surroundings.stderr.write(json ? `${JSON.stringify(body)}\n` : `\n${errorText(body)}\n`);
    return exitCodeOf(body.code);
  }
}

function program(surroundings: Surroundings): Command {
  const root = new Command("gantry")
    .description("KVM virtual machines: create, start, stop, serial console, live migration.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      writeErr: (text) => surroundings.stderr.write(text),
    });
  addClientOptions(root);
  addLookingCommands(root, surroundings);
  addCreateCommand(root, surroundings);
  addCloneCommand(root, surroundings);
  addPowerCommands(root, surroundings);
  addConsoleCommand(root, surroundings);
  addLogsCommand(root, surroundings);
  addQemuLogCommand(root, surroundings);
  addMigrateCommand(root, surroundings);
  addDiskCommands(root, surroundings);
  addImageCommands(root, surroundings);
  addNicCommands(root, surroundings);
  addSnapshotCommands(root, surroundings);
  addRecordingCommands(root, surroundings);
  addGuestCommands(root, surroundings);
  addStatsCommand(root, surroundings);
  addTopCommand(root, surroundings);
  addHostCommands(root, surroundings);
  addOperationCommands(root, surroundings);
  addDemoCommand(root, surroundings);
  root.command("agent").description("run the agent of this host (gantry agent --help lists its settings)");
  return root;
}

/** The agent is a program of its own; here it only gets its arguments. It ends the process itself. */
async function runAgent(args: readonly string[], { agentMain }: Surroundings): Promise<number> {
  process.argv.splice(1, process.argv.length, agentMain, ...args);
  await import(pathToFileURL(agentMain).href);
  return new Promise<never>(() => undefined);
}

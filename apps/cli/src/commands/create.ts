import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { faultsOf, GantryError, instanceSpecSchema, invalid } from "@gantry/kvm-core/model";
import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { Session } from "./session.ts";

interface CreateFlags {
  readonly file: string;
  readonly host?: string;
  readonly start?: true;
  readonly evenInMaintenance?: true;
}

/** `create -f spec.json`: a new instance from its spec. */
export function addCreateCommand(root: Command, surroundings: Surroundings): void {
  root
    .command("create")
    .description("make an instance from a spec")
    .requiredOption("-f, --file <file>", "the spec as JSON; - is standard input")
    .option("--host <name>", "another host than the agent's own")
    .option("--start", "start it at once")
    .option("--even-in-maintenance", "although the host is in maintenance")
    .action(async (flags: CreateFlags, command: Command) => {
      const session = await Session.open(command, surroundings);
      const spec = parseSpec(
        flags.file === "-" ? await text(surroundings.stdin) : await readSpec(flags.file),
      );
      const place = flags.host === undefined ? {} : { host: flags.host };
      const { operation } = await session.client.instances.create.mutate({
        ...{ spec, ...place },
        start: flags.start ?? false,
        ...(flags.evenInMaintenance && { evenInMaintenance: true }),
      });
      await session.finish(operation, () => `${spec.name} is on ${operation.host}`);
    });
}

async function readSpec(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new GantryError("file_missing", {
      message: `The spec ${file} cannot be read.`,
      hint: "Check the path; - reads the spec from standard input.",
      cause: error,
    });
  }
}

/** The agent checks again; here every fault is told before anything is sent. */
function parseSpec(json: string) {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new GantryError("invalid_spec", {
      message: `The spec is not JSON: ${error instanceof Error ? error.message : String(error)}.`,
      hint: "Correct it; a JSON checker shows the place.",
      cause: error,
    });
  }
  const parsed = instanceSpecSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid("The instance spec", faultsOf(parsed.error), "invalid_spec");
}

import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import {
  faultsOf,
  GantryError,
  invalid,
  type NewInstanceSpec,
  newInstanceSpecSchema,
  withoutOrders,
} from "@gantry/kvm-core/model";
import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { mebibytes, positiveNumber } from "./option-values.ts";
import { Session } from "./session.ts";

interface CreateFlags {
  readonly file?: string;
  readonly host?: string;
  readonly start?: true;
  readonly image?: string;
  readonly name?: string;
  readonly diskSize?: number;
  readonly memory?: number;
  readonly cpus?: number;
  readonly userData?: string;
  readonly evenInMaintenance?: true;
  readonly dryRun?: true;
}

/** `create -f spec.json`, or `create --image debian-12 --name web-1`: a new instance. */
export function addCreateCommand(root: Command, surroundings: Surroundings): void {
  root
    .command("create")
    .description("make an instance from a spec, or from an image of the library")
    .option("-f, --file <file>", "the spec as JSON; - is standard input")
    .option("--image <image>", "instead of a spec: boots from a disk that is made from this image")
    .option("--name <name>", "of the instance; with --image")
    .option(
      "--disk-size <size>",
      "of its disk, such as 20G; the image's own if not said; with --image",
      mebibytes,
    )
    .option("--memory <size>", "such as 512M or 2G; with --image", mebibytes)
    .option("--cpus <number>", "vCPUs; with --image", positiveNumber)
    .option("--user-data <file>", "what cloud-init in it is told; - is standard input; with --image")
    .option("--host <name>", "another host than the agent's own")
    .option("--start", "start it at once")
    .option("--dry-run", "make nothing; print the QEMU command that it would be run as, one argument a line")
    .option("--even-in-maintenance", "although the host is in maintenance")
    .action(async (flags: CreateFlags, command: Command) => {
      const session = await Session.open(command, surroundings);
      const spec = await specFor(flags, surroundings);
      const place = flags.host === undefined ? {} : { host: flags.host };
      if (flags.dryRun) {
        const answer = await session.client.instances.preview.query({ spec: withoutOrders(spec), ...place });
        return session.print(answer, `${answer.argv.join("\n")}\n`);
      }
      const { operation } = await session.client.instances.create.mutate({
        ...{ spec, ...place },
        start: flags.start ?? false,
        ...(flags.evenInMaintenance && { evenInMaintenance: true }),
      });
      await session.finish(operation, () => `${spec.name} is on ${operation.host}`);
    });
}

async function specFor(flags: CreateFlags, surroundings: Surroundings): Promise<NewInstanceSpec> {
  const { file, image, name, diskSize, memory, cpus, userData } = flags;
  if ((file === undefined) === (image === undefined)) {
    throw new GantryError("invalid_input", {
      message: "An instance is made from a spec or from an image.",
      hint: "Give one of --file and --image.",
    });
  }
  if (file !== undefined) return parseSpec(await readWhole(file, surroundings));
  const source = { image, ...(diskSize !== undefined && { sizeGiB: diskSize / 1024 }) };
  const given = { name, cpus, memoryMiB: memory, disks: [{ name: "root", source }], nics: [userNetwork] };
  return checkSpec({
    ...given,
    ...(userData !== undefined && { cloudInit: { userData: await readWhole(userData, surroundings) } }),
  });
}

/** What an instance made with options only has: the way out, through the host. */
const userNetwork = { network: { user: {} } };

async function readWhole(file: string, { stdin }: Surroundings): Promise<string> {
  if (file === "-") return await text(stdin);
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new GantryError("file_missing", {
      message: `${file} cannot be read.`,
      hint: "Check the path; - reads standard input.",
      cause: error,
    });
  }
}

/** The agent checks again; here every fault is told before anything is sent. */
function parseSpec(json: string): NewInstanceSpec {
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
  return checkSpec(value);
}

function checkSpec(value: unknown): NewInstanceSpec {
  const parsed = newInstanceSpecSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw invalid("The instance spec", faultsOf(parsed.error), "invalid_spec");
}

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { instanceSpecSchema, placesAtStart } from "../../model/index.ts";
import type { CommandLineInput } from "../command-line-input.ts";

/** `<name>.spec.json`: a spec as a person writes it, and what differs from the usual surroundings. */
const caseSchema = z.strictObject({
  spec: instanceSpecSchema,
  machineType: z.string().optional(),
  cpuModel: z.string().default("qemu64"),
  accelerator: z.enum(["tcg", "kvm"]).default("tcg"),
  incoming: z.boolean().default(false),
  /** It may come by post-copy. */
  recoverable: z.boolean().default(false),
  uefi: z.strictObject({ code: z.string(), vars: z.string() }).default({
    code: "/images/code.fd",
    vars: "/images/vars.fd",
  }),
  runDir: z.string().default("/run/gantry/i"),
  logDir: z.string().default("/images/log"),
  /** Why no test can start it on an ordinary host. */
  cannotStart: z.string().optional(),
});

/** One golden case. */
export interface GoldenCase {
  readonly name: string;
  readonly input: CommandLineInput;
  /** File with the expected command line, one option with its value a line. */
  readonly argsFile: string;
  readonly cannotStart: string | undefined;
}

/** Where the cases lie. */
export const goldenDirectory = join(import.meta.dirname, "..", "__golden__");

const pinnedTypes = { q35: "pc-q35-7.2", pc: "pc-i440fx-7.2" } as const;

/** Every case, by name. */
export function readGoldenCases(): GoldenCase[] {
  return readdirSync(goldenDirectory)
    .filter((file) => file.endsWith(".spec.json"))
    .sort()
    .map((file) => readCase(file.slice(0, -".spec.json".length)));
}

function readCase(name: string): GoldenCase {
  const text = readFileSync(join(goldenDirectory, `${name}.spec.json`), "utf8");
  const {
    spec,
    machineType,
    cpuModel,
    accelerator,
    incoming,
    recoverable,
    uefi,
    runDir,
    logDir,
    cannotStart,
  } = caseSchema.parse(JSON.parse(text));
  return {
    name,
    argsFile: join(goldenDirectory, `${name}.args`),
    cannotStart,
    input: {
      spec,
      uuid: "6a1a5b9e-3f43-4b5f-9b9e-0f6e3a5d1c11",
      incarnation: "0123456789abcdef",
      places: placesAtStart(spec, null),
      machine: { machineType: machineType ?? pinnedTypes[spec.machine], cpuModel, accelerator },
      paths: {
        monitor: `${runDir}/monitor`,
        rescueMonitor: `${runDir}/rescue`,
        recoveryMonitor: recoverable ? `${runDir}/recovery` : undefined,
        pidFile: `${runDir}/pid`,
        guestAgent: `${runDir}/agent`,
        seed: `${runDir}/seed.iso`,
        serial: spec.serial.map((_port, index) => ({
          endpoint: `${runDir}/serial-${index}`,
          log: `${logDir}/serial-${index}.log`,
        })),
        uefi,
      },
      taps: tapsOf(spec),
      incoming,
    },
  };
}

function tapsOf(spec: CommandLineInput["spec"]): Record<number, string> {
  const bridged = spec.nics.flatMap(({ network }, index) => ("bridge" in network ? [index] : []));
  return Object.fromEntries(bridged.map((index) => [index, `gt0123456789a${index}`]));
}

import * as z from "zod";
import { askQemu, interviewQemu, type ProbeAnswer, type ProbeQuestion } from "./qemu-probe.ts";
import { type CpuModel, type QemuFacts, qemuFactsSchema } from "./qemu-facts.ts";

/**
 * Drivers that distributions put into packages of their own or strike off a list. The schema names them all the same, so
 * each is asked to open something with an option that no driver allows: that is refused after the driver was loaded and
 * before anything is opened.
 */
const probed = {
  rbd: { pool: "probe", image: "probe" },
  iscsi: { transport: "tcp", portal: "probe", target: "probe", lun: 0 },
  nbd: { server: { type: "unix", path: "/probe" } },
  throttle: { "throttle-group": "probe", file: "probe" },
  qcow2: { file: "probe" },
};

const named = z.array(z.object({ name: z.string() })).transform((all) => all.map(({ name }) => name));
const cpuModelsSchema = z.array(
  z
    .object({
      name: z.string(),
      "migration-safe": z.boolean().default(false),
      "unavailable-features": z.array(z.string()).default([]),
    })
    .transform(
      (model): CpuModel => ({
        name: model.name,
        migrationSafe: model["migration-safe"],
        unavailable: model["unavailable-features"],
      }),
    ),
);
const schemaEntry = z.object({
  name: z.string(),
  "meta-type": z.string(),
  "arg-type": z.string().optional(),
  members: z.array(z.object({ name: z.string().optional(), type: z.string().optional() })).default([]),
  values: z.array(z.string()).default([]),
});

const answersSchema = z.object({
  "query-version": z
    .object({ qemu: z.object({ major: z.number(), minor: z.number(), micro: z.number() }) })
    .transform(({ qemu }) => `${qemu.major}.${qemu.minor}.${qemu.micro}`),
  "query-machines": z
    .array(z.object({ name: z.string(), alias: z.string().optional() }))
    .transform((all) => all.map(({ name, alias }) => (alias === undefined ? { name } : { name, alias }))),
  "query-cpu-definitions": cpuModelsSchema,
  "qom-list-types": named,
  "query-command-line-options": z
    .array(z.object({ option: z.string(), parameters: named }))
    .transform((all) => Object.fromEntries(all.map(({ option, parameters }) => [option, parameters]))),
  "query-migrate-capabilities": z
    .array(z.object({ capability: z.string() }))
    .transform((all) => all.map(({ capability }) => capability)),
  "query-qmp-schema": z.array(schemaEntry),
});

/**
 * Asks a QEMU what it can do. Takes about 0.3 s.
 *
 * @throws Error when it does not run, does not speak QMP, or answers what it should not.
 */
export async function readQemuFacts(binary: string): Promise<QemuFacts> {
  const queries: ProbeQuestion[] = answersSchema.keyof().options.map((execute) => ({
    execute,
    ...(execute === "qom-list-types" ? { arguments: { implements: "device", abstract: false } } : {}),
  }));
  const probes = Object.entries(probed).map(([driver, options]) => ({
    execute: "blockdev-add",
    arguments: { driver, "node-name": `probe-${driver}`, "detect-zeroes": "unmap", ...options },
  }));
  const answers = await interviewQemu(binary, [...queries, ...probes]);
  const replies = understood(
    Object.fromEntries(queries.map(({ execute }, index) => [execute, returned(execute, answers[index])])),
  );
  const absent = Object.keys(probed).filter((_driver, index) => isAbsent(answers[queries.length + index]));
  const vocabulary = vocabularyOf(replies["query-qmp-schema"]);
  return qemuFactsSchema.parse({
    binary,
    version: replies["query-version"],
    machineTypes: replies["query-machines"],
    cpuModels: replies["query-cpu-definitions"],
    ...vocabulary,
    blockDrivers: vocabulary.blockDrivers.filter((driver) => !absent.includes(driver)),
    deviceTypes: replies["qom-list-types"].sort(),
    commandLineOptions: replies["query-command-line-options"],
    migrationCapabilities: replies["query-migrate-capabilities"],
  });
}

/** The CPU models as KVM offers them on this host. */
export async function readKvmCpuModels(binary: string): Promise<CpuModel[]> {
  const [cpus] = await askQemu(binary, [{ execute: "query-cpu-definitions" }], "kvm");
  return cpuModelsSchema.parse(cpus);
}

function understood(replies: object): z.output<typeof answersSchema> {
  const parsed = answersSchema.safeParse(replies);
  if (parsed.success) return parsed.data;
  throw new Error(`its answers are not what QEMU's documentation says: ${z.prettifyError(parsed.error)}`);
}

function returned(question: string, answer: ProbeAnswer | undefined): unknown {
  if (answer !== undefined && "returned" in answer) return answer.returned;
  throw new Error(`it refuses ${question}: ${answer?.refused ?? "no answer"}`);
}

/** "Unknown driver 'rbd'", "Driver 'rbd' is not whitelisted": any other refusal came from the driver. */
function isAbsent(answer: ProbeAnswer | undefined): boolean {
  return answer !== undefined && "refused" in answer && /Unknown driver|whitelisted/.test(answer.refused);
}

function vocabularyOf(entries: readonly z.output<typeof schemaEntry>[]) {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const ofKind = (kind: string) =>
    entries
      .filter((entry) => entry["meta-type"] === kind)
      .map(({ name }) => name)
      .sort();
  const choices = (command: string, member: string) => {
    const args = byName.get(byName.get(command)?.["arg-type"] ?? "");
    const type = args?.members.find(({ name }) => name === member)?.type ?? "";
    return byName.get(type)?.values ?? [];
  };
  return {
    blockDrivers: choices("blockdev-add", "driver"),
    netdevTypes: choices("netdev_add", "type"),
    commands: ofKind("command"),
    events: ofKind("event"),
  };
}

import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { fileURLToPath } from "node:url";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { type Fault, faultsOf, GantryError } from "@gantry/kvm-core/model";
import * as yaml from "yaml";
import * as z from "zod";
import { flagOf, type Settings, settingKeys, settingsSchema, variableOf } from "./settings.ts";

const defaultConfigFile = "/etc/gantry/agent.yaml";

/** What the person who starts the agent said. */
export interface Wishes {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What was asked for: to run, or only to be told something. */
export type Request =
  | { readonly kind: "run"; readonly settings: Settings }
  | { readonly kind: "help" }
  | { readonly kind: "version" };

/**
 * Settings from flags, then environment, then the YAML file, then defaults. An empty value counts as absent.
 *
 * @throws GantryError `invalid_input` that names every fault by the place it was written in.
 */
export function readSettings({ argv, env }: Wishes): Request {
  const flags = parseFlags(argv);
  if (flags["help"] === true) return { kind: "help" };
  if (flags["version"] === true) return { kind: "version" };
  const file = textOf(flags["config"]) ?? textOf(env["GANTRY_CONFIG"]);
  const written = readConfigFile(file ?? defaultConfigFile, file !== undefined);
  const origins = new Map<string, string>();
  const values: Record<string, unknown> = { hostName: shortHostName(), uiDir: builtInUi(), ...written };
  for (const key of Object.keys(written)) origins.set(key, `${key} in ${file ?? defaultConfigFile}`);
  for (const key of settingKeys) {
    const flag = textOf(flags[flagOf(key)]);
    const value = flag ?? textOf(env[variableOf(key)]);
    if (value === undefined) continue;
    values[key] = value;
    origins.set(key, flag === undefined ? variableOf(key) : `--${flagOf(key)}`);
  }
  const parsed = settingsSchema.safeParse({ ...values, ...readPeers(values["peers"], origins.get("peers")) });
  if (parsed.success) return { kind: "run", settings: parsed.data };
  throw badSettings(faultsOf(parsed.error).map((fault) => located(fault, origins)));
}

/** The text of `--help`. */
export function helpText(): string {
  const lines = settingKeys.map((key) => `  --${flagOf(key).padEnd(18)} ${variableOf(key)}`);
  return [
    "Runs the Gantry agent of this host.",
    "",
    "  --config FILE        GANTRY_CONFIG (default /etc/gantry/agent.yaml)",
    ...lines,
    "  --help, --version",
    "",
    "A flag wins over its environment variable, that over the YAML file.",
    "",
    "--store is sqlite (one host, or several that hand records over to each other), or the etcd cluster that hosts share:",
    "  etcd://host:2379,host:2379,host:2379",
    "  etcds://host:2379,…?ca=FILE&cert=FILE&key=FILE&user=NAME&passwordFile=FILE   over TLS, each option optional",
    "",
  ].join("\n");
}

type Flags = Readonly<Record<string, unknown>>;

function parseFlags(argv: readonly string[]): Flags {
  const options: NonNullable<ParseArgsConfig["options"]> = {};
  for (const name of ["config", ...settingKeys.map(flagOf)]) options[name] = { type: "string" };
  for (const name of ["help", "version"]) options[name] = { type: "boolean" };
  try {
    return parseArgs({ args: [...argv], options, strict: true }).values;
  } catch (error) {
    throw badSettings([{ path: "", message: error instanceof Error ? error.message : String(error) }]);
  }
}

function readConfigFile(path: string, required: boolean): Record<string, unknown> {
  if (!required && !existsSync(path)) return {};
  return readAs(z.record(z.string(), z.unknown()).nullable(), path) ?? {};
}

function readPeers(value: unknown, origin: string | undefined): { peers?: unknown } {
  if (typeof value !== "string") return {};
  if (value.startsWith("/")) return { peers: readAs(z.array(z.unknown()), value) };
  try {
    return { peers: z.unknown().parse(JSON.parse(value)) };
  } catch {
    throw badSettings([
      { path: origin ?? "peers", message: "give a JSON list, or the absolute path of a file" },
    ]);
  }
}

function readAs<Schema extends z.ZodType>(schema: Schema, path: string): z.output<Schema> {
  try {
    return schema.parse(yaml.parse(readFileSync(path, "utf8")));
  } catch (error) {
    const why = error instanceof z.ZodError ? "it has another shape" : String(error);
    throw badSettings([{ path, message: `cannot be read as YAML: ${why}` }]);
  }
}

function located(fault: Fault, origins: ReadonlyMap<string, string>): Fault {
  const [key = "", ...rest] = fault.path.split(".");
  const place = origins.get(key) ?? variableOf(key);
  return { path: rest.length === 0 ? place : `${place} (${rest.join(".")})`, message: fault.message };
}

function badSettings(faults: readonly Fault[]): GantryError {
  return new GantryError("invalid_input", {
    message: ["The agent's settings are wrong.", ...faults.map(sentenceOf)].join("\n  "),
    hint: "Correct them and start the agent again; --help lists every setting.",
    details: { faults },
  });
}

function sentenceOf({ path, message }: Fault): string {
  return path === "" ? message : `${path}: ${message}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function shortHostName(): string {
  return hostname().split(".")[0]?.toLowerCase() ?? "host";
}

function builtInUi(): string {
  // The same from src/env.ts and from the bundle dist/main.js.
  return fileURLToPath(new URL("../../web/out", import.meta.url));
}

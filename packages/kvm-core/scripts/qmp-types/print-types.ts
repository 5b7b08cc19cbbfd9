import { nameTypes } from "./name-types.ts";
import { type Entry, type EntryOf, isEmpty, type Member, type QmpSchema } from "./schema.ts";

/** Commands whose arguments the schema tells in part only: the properties of a device are those of its driver. */
const openCommands: ReadonlySet<string> = new Set(["device_add"]);
const builtins = new Map([
  ["string", "string"],
  ["int", "number"],
  ["number", "number"],
  ["boolean", "boolean"],
  ["null", "null"],
]);
const lineWidth = 110;

/** The TypeScript of one QEMU's schema, by file name. The same schema always gives the same text. */
export function printTypes(schema: QmpSchema, version: string): Readonly<Record<string, string>> {
  const names = nameTypes(schema);
  const printer = new Printer(schema, names);
  const header = [
    `// Generated from query-qmp-schema of QEMU ${version} by scripts/generate-qmp-types.ts. Do not edit.`,
    "",
  ];
  const types = [...names].map(([type, name]) => ({ name, text: printer.declaration(type, name) }));
  types.sort((one, other) => (one.name < other.name ? -1 : 1));
  return {
    "types.ts": [...header, ...types.map(({ text }) => text)].join("\n"),
    "commands.ts": [...header, importLine, "", ...printer.commands(), ""].join("\n"),
    "events.ts": [...header, importLine, "", ...printer.events(), ""].join("\n"),
  };
}

const importLine = 'import type * as qmp from "./types.ts";';

class Printer {
  readonly #schema: QmpSchema;
  readonly #names: ReadonlyMap<string, string>;

  constructor(schema: QmpSchema, names: ReadonlyMap<string, string>) {
    this.#schema = schema;
    this.#names = names;
  }

  commands(): string[] {
    const lines = this.#schema.commands.flatMap((command) => {
      const open = openCommands.has(command.name) ? " & Readonly<Record<string, unknown>>" : "";
      const args = this.#reference(command["arg-type"], "qmp.") + open;
      const returns = this.#reference(command["ret-type"], "qmp.");
      return [
        ...remark(command, "  "),
        ...member(command.name, [`arguments: ${args}`, `returns: ${returns}`]),
      ];
    });
    return ["/** Every command of this QEMU. */", "export interface QmpCommands {", ...lines, "}"];
  }

  events(): string[] {
    const { events } = this.#schema;
    const data = events.flatMap((event) => [
      ...remark(event, "  "),
      `  ${key(event.name)}: ${this.#reference(event["arg-type"], "qmp.")};`,
    ]);
    const names = events.map((event) => `  ${JSON.stringify(event.name)},`);
    return [
      ...["/** The data of every event of this QEMU. */", "export interface QmpEvents {", ...data, "}", ""],
      ...[
        "/** The names of {@link QmpEvents}. */",
        "export const qmpEventNames = [",
        ...names,
        "] as const;",
      ],
    ];
  }

  /** The declaration of one named type, with an empty line after it. */
  declaration(type: string, name: string): string {
    const entry = this.#schema.type(type);
    switch (entry["meta-type"]) {
      case "enum":
        return union(
          name,
          entry.values.map((value) => JSON.stringify(value)),
        );
      case "alternate":
        return union(name, [...new Set(entry.members.map((choice) => this.#reference(choice.type)))]);
      case "object":
        return entry.tag === undefined
          ? this.#interface(name, entry.members)
          : this.#tagged(name, entry, entry.tag);
      default:
        throw new Error(`A type of kind ${entry["meta-type"]} has no declaration.`);
    }
  }

  #interface(name: string, members: readonly Member[]): string {
    const lines = members.flatMap((one) => [...remark(one, "  "), `  readonly ${this.#member(one)};`]);
    return `export interface ${name} {\n${lines.join("\n")}\n}\n`;
  }

  /** A union over the values of the tag, each with its further members. */
  #tagged(name: string, { members, variants }: EntryOf<"object">, tag: string): string {
    const shared = members.filter((one) => one.name !== tag);
    const base = shared.length === 0 ? [] : [`${name}Base`];
    const parts = variants.map((variant) => {
      const own = isEmpty(this.#schema.type(variant.type)) ? [] : [this.#reference(variant.type)];
      return [`{ readonly ${key(tag)}: ${JSON.stringify(variant.case)} }`, ...base, ...own].join(" & ");
    });
    return [...(base.length === 0 ? [] : [this.#interface(`${name}Base`, shared)]), union(name, parts)].join(
      "\n",
    );
  }

  #member(one: Member): string {
    const type = this.#reference(one.type);
    return "default" in one ? `${key(one.name)}?: ${type} | undefined` : `${key(one.name)}: ${type}`;
  }

  #reference(type: string, prefix = ""): string {
    const entry = this.#schema.type(type);
    if (entry["meta-type"] === "builtin") return builtins.get(entry["json-type"]) ?? "unknown";
    if (entry["meta-type"] === "array") return `readonly ${this.#reference(entry["element-type"], prefix)}[]`;
    const name = this.#names.get(type);
    return name === undefined ? "Readonly<Record<string, never>>" : prefix + name;
  }
}

function union(name: string, parts: readonly string[]): string {
  const line = `export type ${name} = ${parts.join(" | ")};`;
  const mixed = parts.some((part) => part.includes(" & "));
  if (line.length <= lineWidth && !(mixed && parts.length > 1)) return `${line}\n`;
  const lines = parts.map((part) => (part.includes(" & ") ? `  | (${part})` : `  | ${part}`));
  return `export type ${name} =\n${lines.join("\n")};\n`;
}

function member(name: string, parts: readonly string[]): string[] {
  return [`  ${key(name)}: {`, ...parts.map((part) => `    ${part};`), "  };"];
}

/** What the compiler's reader should know of a member that QEMU warns of. */
function remark({ features }: Pick<Entry, "features">, indent: string): string[] {
  if (features.includes("deprecated")) return [`${indent}/** @deprecated by QEMU: it will be removed. */`];
  return features.includes("unstable") ? [`${indent}/** Unstable: QEMU may change it. */`] : [];
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

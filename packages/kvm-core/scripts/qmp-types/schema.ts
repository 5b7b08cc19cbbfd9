import * as z from "zod";

// What query-qmp-schema returns: every type that commands and events use, its name masked as a number.

const features = z.array(z.string()).default([]);
const base = { name: z.string(), features };

const memberSchema = z.object({
  ...base,
  type: z.string(),
  /** Present when the member may be left out; always null so far. */
  default: z.unknown().optional(),
});

const entrySchema = z.discriminatedUnion("meta-type", [
  z.object({ ...base, "meta-type": z.literal("builtin"), "json-type": z.string() }),
  z.object({ ...base, "meta-type": z.literal("enum"), values: z.array(z.string()) }),
  z.object({ ...base, "meta-type": z.literal("array"), "element-type": z.string() }),
  z.object({
    ...base,
    "meta-type": z.literal("object"),
    members: z.array(memberSchema),
    tag: z.string().optional(),
    variants: z.array(z.object({ case: z.string(), type: z.string() })).default([]),
  }),
  z.object({
    ...base,
    "meta-type": z.literal("alternate"),
    members: z.array(z.object({ type: z.string() })),
  }),
  z.object({ ...base, "meta-type": z.literal("command"), "arg-type": z.string(), "ret-type": z.string() }),
  z.object({ ...base, "meta-type": z.literal("event"), "arg-type": z.string() }),
]);

/** One entry of QEMU's schema. */
export type Entry = z.output<typeof entrySchema>;
/** The entries of one kind. */
export type EntryOf<Kind extends Entry["meta-type"]> = Extract<Entry, { "meta-type": Kind }>;
/** A member of an object. */
export type Member = z.output<typeof memberSchema>;

/** QEMU's schema, to be looked into. */
export class QmpSchema {
  readonly commands: readonly EntryOf<"command">[];
  readonly events: readonly EntryOf<"event">[];
  readonly #types: ReadonlyMap<string, Entry>;

  /** @param answer what `query-qmp-schema` returned. */
  constructor(answer: unknown) {
    const entries = z.array(entrySchema).parse(answer);
    const byName = (one: Entry, other: Entry) => (one.name < other.name ? -1 : 1);
    this.commands = entries.filter((entry) => entry["meta-type"] === "command").sort(byName);
    this.events = entries.filter((entry) => entry["meta-type"] === "event").sort(byName);
    this.#types = new Map(entries.map((entry) => [entry.name, entry]));
  }

  /** The type of this name, which the schema must have. */
  type(name: string): Entry {
    const entry = this.#types.get(name);
    if (entry === undefined)
      throw new Error(`The schema of this QEMU names a type ${name} and does not have it.`);
    return entry;
  }
}

/** Whether an object has nothing in it, as the arguments of most queries. */
export function isEmpty(entry: Entry): boolean {
  return entry["meta-type"] === "object" && entry.members.length === 0 && entry.variants.length === 0;
}

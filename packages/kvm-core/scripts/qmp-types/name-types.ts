import { type Entry, isEmpty, type QmpSchema } from "./schema.ts";

interface Use {
  readonly type: string;
  /** What it would be called after this use of it. */
  readonly name: string;
}

/**
 * Names for the objects, enums and alternates of a schema. QEMU keeps their own names to itself, so each is called after
 * where it is used: `BlockdevAdd` are the arguments of `blockdev-add`, `BlockdevAddCache` its member `cache`. A type with
 * several uses is called after the one nearest to a command, the first in the alphabet among equals.
 */
export function nameTypes(schema: QmpSchema): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  // Breadth first: all uses at one depth are named before any that lie deeper.
  let level: readonly Use[] = roots(schema);
  while (level.length > 0) {
    const next: Use[] = [];
    for (const { type, name } of level) {
      const entry = itemOf(schema, type);
      if (names.has(entry.name) || entry["meta-type"] === "builtin" || isEmpty(entry)) continue;
      const own = unused(name, taken);
      taken.add(own);
      names.set(entry.name, own);
      next.push(...usesIn(entry, own));
    }
    level = next;
  }
  return names;
}

function roots({ commands, events }: QmpSchema): Use[] {
  return [
    ...commands.map((command) => ({ type: command["arg-type"], name: pascal(command.name) })),
    ...commands.map((command) => ({ type: command["ret-type"], name: `${pascal(command.name)}Return` })),
    ...events.map((event) => ({ type: event["arg-type"], name: `${pascal(event.name)}Event` })),
  ];
}

/** What a list is made of; anything else is itself. */
function itemOf(schema: QmpSchema, type: string): Entry {
  const entry = schema.type(type);
  return entry["meta-type"] === "array" ? itemOf(schema, entry["element-type"]) : entry;
}

function usesIn(entry: Entry, name: string): Use[] {
  if (entry["meta-type"] === "object") {
    return [
      ...entry.members.map((member) => ({ type: member.type, name: name + pascal(member.name) })),
      ...entry.variants.map((variant) => ({ type: variant.type, name: name + pascal(variant.case) })),
    ];
  }
  if (entry["meta-type"] !== "alternate") return [];
  return entry.members.map((member) => ({ type: member.type, name: `${name}Choice` }));
}

function unused(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name}${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** `blockdev-add` and `BLOCK_JOB_READY` as parts of a type's name. */
function pascal(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  return words.map((word) => word.charAt(0).toUpperCase() + rest(word)).join("");
}

function rest(word: string): string {
  const tail = word.slice(1);
  return tail === tail.toUpperCase() ? tail.toLowerCase() : tail;
}

import { createHash } from "node:crypto";
import { GantryError } from "../model/error.ts";
import type { InstanceSpec } from "../model/spec.ts";

/** Characters of a field's digest: 36 bits of it, enough for what one field was a moment ago. */
const digestLength = 6;

/**
 * The revision of a spec: another one whenever any of its fields is another. It is made of a digest of each field, so
 * that nothing has to be stored, it is the same on every host, and from an old one can be told what has changed.
 */
export function revisionOf(spec: InstanceSpec): string {
  return [...digestsOf(spec)].map(([field, digest]) => `${field}=${digest}`).join(".");
}

/**
 * Refuses a change that was made on top of another spec than the present one.
 *
 * @param revision what the change began with; undefined: whoever asks does not mind.
 * @throws GantryError `changed_meanwhile`, with the changed fields in `details.changed`.
 */
export function assertUnchanged(name: string, present: InstanceSpec, revision: string | undefined): void {
  if (revision === undefined || revision === revisionOf(present)) return;
  const changed = changedFields(present, revision);
  throw new GantryError("changed_meanwhile", {
    message: `${name} was changed meanwhile: ${changed.join(", ")}.`,
    hint: "Read it again with `instances.get`, and make the change on top of what it is now.",
    details: { changed, revision: revisionOf(present) },
  });
}

function changedFields(present: InstanceSpec, revision: string): string[] {
  const now = digestsOf(present);
  const before = new Map(
    revision.split(".").map((part) => {
      const [field = "", digest = ""] = part.split("=", 2);
      return [field, digest];
    }),
  );
  const fields = new Set([...now.keys(), ...before.keys()]);
  return [...fields].filter((field) => now.get(field) !== before.get(field)).toSorted();
}

function digestsOf(spec: InstanceSpec): Map<string, string> {
  const fields = Object.entries(spec).filter(([, value]) => value !== undefined);
  return new Map(
    fields
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([field, value]) => [field, digestOf(JSON.stringify(value, inOrder))]),
  );
}

function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, digestLength);
}

/** For JSON.stringify: the same object is the same text, in whatever order it was put together. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

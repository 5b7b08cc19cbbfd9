import * as z from "zod";

/** What a change was about, as far as the input tells before it is checked. */
export interface AuditSubject {
  readonly kind: "instance" | "operation" | "placement" | "host" | "other";
  readonly name: string;
  readonly host?: string;
}

const short = z.string().max(100);
const about = z.union([
  // An image, or the upload of one, on a named host.
  z
    .object({ id: short, host: short })
    .transform(({ id, host }) => ({ kind: "placement" as const, name: id, host })),
  z
    .object({ name: short, host: short })
    .transform(({ name, host }) => ({ kind: "placement" as const, name, host })),
  z.object({ instance: short }).transform(({ instance }) => ({ kind: "instance" as const, name: instance })),
  z.object({ id: short }).transform(({ id }) => ({ kind: "operation" as const, name: id })),
  z
    .object({ spec: z.object({ name: short }), host: short.optional() })
    .transform(({ spec, host }) => ({ kind: "placement" as const, name: spec.name, ...(host && { host }) })),
  z.object({ name: short }).transform(({ name }) => ({ kind: "other" as const, name })),
  z.object({ host: short }).transform(({ host }) => ({ kind: "host" as const, name: host })),
]);

/** Finds the subject in the unchecked input of a mutation. Never throws: refused inputs are audited too. */
export function subjectOf(input: unknown): AuditSubject {
  const parsed = about.safeParse(input);
  return parsed.success ? parsed.data : { kind: "other", name: "" };
}

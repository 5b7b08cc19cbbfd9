import * as z from "zod";

/** The gateway writes 64-bit integers as strings and leaves zeros out. */
const int64 = z
  .string()
  .regex(/^\d{1,16}$/)
  .transform(Number)
  .pipe(z.int())
  .default(0);
/** Lease ids use all 64 bits and are only handed back. */
const idSchema = z.string().regex(/^-?\d{1,20}$/);
const text = z
  .base64()
  .default("")
  .transform((encoded) => Buffer.from(encoded, "base64").toString("utf8"));

const headerSchema = z.object({ revision: int64 });

const keyValueSchema = z.object({ key: text, value: text, mod_revision: int64 });
/** One key as it is, with the revision of its last change. */
export type KeyValue = z.output<typeof keyValueSchema>;

const rangeSchema = z.object({ kvs: z.array(keyValueSchema).default([]), count: int64 });

/** Answer of `/v3/kv/range`. */
export const rangeAnswerSchema = rangeSchema.extend({ header: headerSchema });

/** Answer of `/v3/kv/txn`, whose branches are one change when it succeeded and one range when it did not. */
export const txnAnswerSchema = z
  .object({
    header: headerSchema,
    succeeded: z.boolean().default(false),
    responses: z.array(z.object({ response_range: rangeSchema.optional() })).default([]),
  })
  .transform(({ header, succeeded, responses }) => ({
    succeeded,
    revision: header.revision,
    present: responses[0]?.response_range?.kvs[0],
  }));

/** Answer of `/v3/lease/grant`. */
export const grantAnswerSchema = z.object({ ID: idSchema });
/** Answer of `/v3/lease/keepalive`: a lease that is over has no time to live. */
export const keepAliveAnswerSchema = z.object({ result: z.object({ TTL: int64 }) });
/** Answer of `/v3/auth/authenticate`. */
export const tokenAnswerSchema = z.object({ token: z.string().min(1) });

/** One message of `/v3/watch`. */
export const watchMessageSchema = z.object({
  result: z.object({
    header: headerSchema,
    canceled: z.boolean().default(false),
    events: z
      .array(z.object({ type: z.enum(["PUT", "DELETE"]).default("PUT"), kv: keyValueSchema }))
      .default([]),
  }),
});

/** What a refusal looks like; `code` is a gRPC status. */
export const refusalSchema = z.object({ message: z.string(), code: z.int() });

export function encode(plain: string): string {
  return Buffer.from(plain, "utf8").toString("base64");
}

/** The key after all keys that begin with `prefix`, as ranges and watches want it. Prefixes end with `/`. */
export function endOf(prefix: string): string {
  return `${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`;
}

/** What a value holds; undefined when it is no JSON. */
export function parseJson(plain: string): unknown {
  try {
    return JSON.parse(plain);
  } catch {
    return undefined;
  }
}

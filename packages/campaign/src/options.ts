import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as z from "zod";
import { guestKinds } from "./guest-kind.ts";

const number = z.coerce.number().int().min(0);
const replay = z
  .string()
  .regex(/^\d+:\d+$/, "give --replay SEED:RUN, as a line of a campaign has it")
  .transform((text) => {
    const [seed = 0, run = 0] = text.split(":").map(Number);
    return { seed, run };
  });

const optionsSchema = z.strictObject({
  runs: number.default(20),
  jobs: number.min(1).default(4),
  seed: number.default(() => Date.now() % 1_000_000),
  only: z.string().optional(),
  store: z.enum(["sqlite", "etcd"]).optional(),
  guest: z.enum(guestKinds).optional(),
  replay: replay.optional(),
  mutants: z.boolean().default(false),
  "device-cuts": number.optional(),
  verbose: z.boolean().default(false),
  agent: z
    .string()
    .default(() => fileURLToPath(new URL("../../../apps/agent/dist/main.js", import.meta.url))),
});
/** What the command line asks for. */
export type Options = z.output<typeof optionsSchema>;

/** @throws ZodError that names what is wrong. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runs: { type: "string" },
      jobs: { type: "string" },
      seed: { type: "string" },
      only: { type: "string" },
      store: { type: "string" },
      guest: { type: "string" },
      replay: { type: "string" },
      mutants: { type: "boolean" },
      "device-cuts": { type: "string" },
      verbose: { type: "boolean" },
      agent: { type: "string" },
    },
  });
  return optionsSchema.parse(values);
}

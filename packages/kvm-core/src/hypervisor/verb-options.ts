import type * as z from "zod";
import { createInput, rebootInput, stopInput } from "../model/api.ts";
import { parseOrThrow } from "../model/faults.ts";
import { newInstanceSpecSchema } from "../model/new-spec.ts";
import { type InstanceSpec, type InstanceSpecInput, instanceSpecSchema } from "../model/spec.ts";

const newInstanceSchema = createInput.omit({ host: true });

/** An instance to make: its spec, whose disks may have to be made, and whether to start it. Defaults may be left out. */
export type NewInstance = z.input<typeof newInstanceSchema>;

/** @throws GantryError `invalid_spec` with the faults of the spec, `invalid_input` with those beside it. */
export function checkNewInstance({ spec, ...rest }: NewInstance): z.output<typeof newInstanceSchema> {
  return {
    spec: parseOrThrow(newInstanceSpecSchema, spec, { what: "The instance spec", code: "invalid_spec" }),
    ...parseOrThrow(newInstanceSchema.omit({ spec: true }), rest, { what: "The new instance" }),
  };
}

/** @throws GantryError `invalid_spec` with every fault. */
export function checkSpec(spec: InstanceSpecInput): InstanceSpec {
  return parseOrThrow(instanceSpecSchema, spec, { what: "The instance spec", code: "invalid_spec" });
}

const stopOptionsSchema = stopInput.omit({ instance: true });
const rebootOptionsSchema = rebootInput.omit({ instance: true });

/** How to stop; the guest is asked, and has a minute, when not said otherwise. */
export type StopWishes = z.input<typeof stopOptionsSchema>;

/** @throws GantryError `invalid_input`. */
export function checkStop(wishes: StopWishes): z.output<typeof stopOptionsSchema> {
  return parseOrThrow(stopOptionsSchema, wishes, { what: "The way to stop" });
}

/** How to reboot; the guest is asked, and has a minute, when not said otherwise. */
export type RebootWishes = z.input<typeof rebootOptionsSchema>;

/** @throws GantryError `invalid_input`. */
export function checkReboot(wishes: RebootWishes): z.output<typeof rebootOptionsSchema> {
  return parseOrThrow(rebootOptionsSchema, wishes, { what: "The way to reboot" });
}

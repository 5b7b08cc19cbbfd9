import { nameSchema } from "@gantry/kvm-core/model";
import * as z from "zod";

/** The host a procedure speaks of; the agent's own when absent. */
export const hostInput = z.strictObject({ host: nameSchema.optional() }).default({});

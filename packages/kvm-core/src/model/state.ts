import * as z from "zod";
import { instanceStates } from "./state-table.ts";

export * from "./state-table.ts";

/** Schema of {@link InstanceState}. */
export const instanceStateSchema = z.enum(instanceStates);

import * as z from "zod";
import { hostEventSchema } from "../hosts/host-event.ts";
import { toldMemberSchema } from "./member.ts";

/** More hosts than this never belong together. */
const maxMembers = 1024;

/** What an agent tells a peer: of its own host, and, to hosts that joined, of all hosts it knows. */
export const peerEventSchema = z.discriminatedUnion("type", [
  ...hostEventSchema.options,
  z.strictObject({ type: z.literal("members"), members: z.array(toldMemberSchema).max(maxMembers) }),
]);

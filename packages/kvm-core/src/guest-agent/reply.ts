import * as z from "zod";
import { agentNonsense, agentRefused } from "./failure.ts";
import { guestText } from "./guest-text.ts";

/** Agents before QEMU 4 do not repeat the id. */
const id = z.number().optional();
const replySchema = z.union([
  z.object({ id, error: z.object({ class: z.string(), desc: z.string() }) }),
  z.looseObject({ id }).refine((reply) => "return" in reply, "neither return nor error"),
]);
const synchronisedSchema = z.object({ return: z.number() });

/** Whether this line answers the synchronisation with `token`; any other is left over from before. */
export function answersSync(line: string, token: number): boolean {
  const reply = synchronisedSchema.safeParse(parsed(line));
  return reply.success && reply.data.return === token;
}

/**
 * What the agent returned to the request with `id`.
 *
 * @throws GantryError `guest_agent_failed` when it refused, or when the line is no answer to this request.
 */
export function answerTo(line: string, request: { readonly command: string; readonly id: number }): unknown {
  const reply = replySchema.safeParse(parsed(line));
  if (!reply.success) throw agentNonsense(request.command, "it is not an agent's reply");
  if (reply.data.id !== undefined && reply.data.id !== request.id)
    throw agentNonsense(request.command, "it answers another question");
  if ("error" in reply.data) throw agentRefused(request.command, refusal(reply.data.error));
  return "return" in reply.data ? reply.data["return"] : undefined;
}

function refusal(error: unknown): string {
  const { desc } = z.object({ desc: z.string() }).catch({ desc: "it gave no reason." }).parse(error);
  return guestText(desc);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

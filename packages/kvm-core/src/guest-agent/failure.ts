import { GantryError } from "../model/error.ts";

/** No agent in the guest has opened the channel. */
export function agentMissing(): GantryError {
  return new GantryError("guest_agent_failed", {
    message: "The guest runs no agent, or has not started it yet.",
    hint: "Install the package qemu-guest-agent in the guest and start it; `guestAgent` must be true in the spec.",
    details: { cause: "missing" },
  });
}

/** The agent said that it cannot do it. */
export function agentRefused(command: string, reason: string): GantryError {
  return new GantryError("guest_agent_failed", {
    message: `The guest's agent refused ${command}: ${reason}`,
    hint: "The words are the agent's own. An old or restricted agent does not know every command.",
    details: { cause: "refused", command },
  });
}

/** What came out of the guest is not what an agent says. */
export function agentNonsense(command: string, what: string): GantryError {
  return new GantryError("guest_agent_failed", {
    message: `The guest's answer to ${command} cannot be understood: ${what}`,
    hint: "Look at what runs as the agent in the guest. Nothing of the answer was used.",
    details: { cause: "nonsense", command },
  });
}

/** The channel itself broke: QEMU ended, or somebody else holds it. */
export function channelLost(command: string, cause?: unknown): GantryError {
  const why = cause instanceof Error ? `: ${cause.message}` : ".";
  return new GantryError("guest_agent_failed", {
    message: `The channel to the guest's agent broke during ${command}${why}`,
    hint: "If the guest still runs, ask again.",
    details: { cause: "lost", command },
    cause,
  });
}

/** The agent did not answer in time; whatever was asked may still happen. */
export function agentSilent(command: string, timeoutMs: number): GantryError {
  return new GantryError("timed_out", {
    message: `The guest's agent did not answer ${command} within ${timeoutMs / 1000} s.`,
    hint: "The guest may be paused, busy or stuck. What was asked may still be done; look before asking again.",
    details: { command, timeoutMs },
  });
}

/** The caller went away. */
export function agentCancelled(command: string, signal: AbortSignal): GantryError {
  return new GantryError("cancelled", {
    message: `The wait for the guest's answer to ${command} was cancelled.`,
    hint: "What was asked may still be done by the guest.",
    cause: signal.reason,
  });
}

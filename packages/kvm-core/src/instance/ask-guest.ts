import {
  type AgentPatience,
  freeze,
  getFileSystems,
  getHostName,
  getInterfaces,
  getOsInfo,
  type GuestAgent,
  info,
  ping,
  setTime,
  thaw,
} from "../guest-agent/index.ts";
import { GantryError } from "../model/error.ts";
import type { GuestInfo } from "../model/guest.ts";
import type { GuestClock } from "../model/migration.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu } from "./live-qemu.ts";

/**
 * Asks the guest's agent who and what the guest is. Questions that an old agent does not know are left out.
 *
 * @throws GantryError `wrong_state` when the guest does not run, `guest_agent_failed`, `timed_out`, `cancelled`.
 */
export async function inspectGuest(instance: Instance, patience: AgentPatience = {}): Promise<GuestInfo> {
  return await withAgent(instance, async (agent) => {
    const { version, commands } = await info(agent, patience);
    const ifKnown = async <Reply>(
      command: string,
      question: (agent: GuestAgent, patience: AgentPatience) => Promise<Reply>,
    ) => (commands.includes(command) ? await question(agent, patience) : undefined);
    const hostName = await ifKnown("guest-get-host-name", getHostName);
    const os = await ifKnown("guest-get-osinfo", getOsInfo);
    const interfaces = await ifKnown("guest-network-get-interfaces", getInterfaces);
    const fileSystems = await ifKnown("guest-get-fsinfo", getFileSystems);
    return { agent: version, hostName, os, interfaces, fileSystems };
  });
}

/** Resolves when the guest's agent answers. @throws as {@link inspectGuest}. */
export async function pingGuest(instance: Instance, patience?: AgentPatience): Promise<void> {
  await withAgent(instance, (agent) => ping(agent, patience));
}

/** Sets the guest's clocks. @throws as {@link inspectGuest}. */
export async function setGuestTime(instance: Instance, time: Date, patience?: AgentPatience): Promise<void> {
  await withAgent(instance, (agent) => setTime(agent, time, patience));
}

/** How long after it was let run QEMU may take to say again that an agent is there: it does so in a timer. */
const agentComesMs = 5000;

/**
 * Sets the clock of a guest that slept, and does not know for how long, to the host's, if its agent can.
 *
 * Never throws: a clock that is behind is no reason to undo anything. The guest has its own means, or is late.
 */
export async function correctGuestClock({ agent, monitor }: LiveQemu): Promise<GuestClock> {
  try {
    if (!agent.isPresent) await monitor.waitForEvent(() => agent.isPresent, { timeoutMs: agentComesMs });
  } catch {
    return "no agent";
  }
  return await setTime(agent, new Date()).then(
    () => "set" as const,
    () => "not set" as const,
  );
}

/** Writing everything out takes a busy guest longer than an answer. */
const freezeMs = 30_000;
const thawTries = 3;

/**
 * Lets the guest write out and hold its file systems, so that a copy of its disks is more than what a power failure
 * would leave; disposing what it returns lets them go on. Everything that writes in the guest waits in between, so be
 * brief. An agent of this host that dies in between is followed by one that lets them go on.
 *
 * @throws as {@link inspectGuest}; nothing is held then. Disposing throws when the guest does not let go.
 */
export async function freezeGuest(
  instance: Instance,
  patience: AgentPatience = {},
): Promise<AsyncDisposable> {
  const { agent } = instance.running;
  const release = { [Symbol.asyncDispose]: () => letGo(agent) };
  try {
    await withAgent(instance, () => freeze(agent, { timeoutMs: freezeMs, ...patience }));
    return release;
  } catch (error) {
    // It may have been done all the same, after we stopped waiting.
    if (agent.isPresent) await letGo(agent).catch(() => undefined);
    throw error;
  }
}

async function letGo(agent: GuestAgent): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return void (await thaw(agent));
    } catch (error) {
      if (tries === thawTries) throw error;
    }
  }
}

async function withAgent<Result>(
  instance: Instance,
  ask: (agent: GuestAgent) => Promise<Result>,
): Promise<Result> {
  const { agent } = instance.running;
  if (instance.observedState !== "running") throw cannotAnswer(instance);
  try {
    return await ask(agent);
  } catch (thrown) {
    const { code, message, hint, details, cause } = GantryError.from(thrown);
    throw new GantryError(code, {
      message: `${instance.name}: ${message}`,
      hint,
      where: instance.where(),
      details,
      cause,
    });
  }
}

function cannotAnswer(instance: Instance): GantryError {
  return new GantryError("wrong_state", {
    message: `${instance.name} is ${instance.observedState}: nobody in it can answer.`,
    hint: "Let it run first.",
    where: instance.where(),
    details: { state: instance.observedState },
  });
}

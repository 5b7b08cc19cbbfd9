import {
  type ErrorBody,
  GantryError,
  type InstanceState,
  type InstanceSummary,
  isAllowed,
} from "@gantry/kvm-core/model";
import type { Command } from "commander";
import { waitForOperation } from "../agent-client/wait-for-operation.ts";
import { errorBodyOf } from "../terminal/error-text.ts";
import { secondsNumber } from "./option-values.ts";
import type { Session } from "./session.ts";

interface StopFlags {
  readonly patience: number;
  readonly force?: true;
}

/** What became of one guest. */
interface Outcome {
  readonly instance: string;
  readonly error?: ErrorBody;
}

/** `host stop-guests`: what a host does before it goes down. */
export function addStopGuestsCommand(host: Command, open: (command: Command) => Promise<Session>): void {
  host
    .command("stop-guests")
    .description(
      "ask every guest of this agent's host to power off, because the host goes down; those with autostart run again when it is back",
    )
    .option("--patience <seconds>", "how long the guests may take", secondsNumber, 60)
    .option("--force", "then end those that did not obey; they lose what they have not written")
    .action(async (flags: StopFlags, command: Command) => {
      const session = await open(command);
      const outcomes = await Promise.all(
        (await guestsHere(session)).map((guest) => outcomeOf(session, guest, flags)),
      );
      const data = outcomes.map(({ instance, error }) => ({ instance, error: error ?? null }));
      session.print({ guests: data }, outcomes.map(lineOf).join(""));
      const failure = outcomes.find(({ error }) => error !== undefined)?.error;
      if (failure !== undefined) throw GantryError.fromBody(failure);
    });
}

async function guestsHere({ client }: Session): Promise<InstanceSummary[]> {
  const { hosts } = await client.hosts.list.query();
  const here = hosts.find(({ self }) => self)?.name;
  const { instances } = await client.instances.list.query();
  return instances.filter(({ host, state }) => host === here && hasProcess(state));
}

/** What may be deleted has none: to force a suspended one would discard its memory. */
function hasProcess(state: InstanceState): boolean {
  return isAllowed("force-stop", state) && !isAllowed("delete", state);
}

async function outcomeOf(
  session: Session,
  { name: instance, state }: InstanceSummary,
  { patience, force }: StopFlags,
): Promise<Outcome> {
  const stop = async (byForce: boolean) => {
    const input = { instance, force: byForce, hostGoesDown: true, timeoutSeconds: patience };
    const { operation } = await session.client.instances.stop.mutate(input);
    await waitForOperation(session.client, operation);
  };
  try {
    // Who is paused cannot obey.
    if (isAllowed("stop", state) || force !== true) await stop(false).catch(forceInstead);
    else await stop(true);
    return { instance };
  } catch (error) {
    return { instance, error: errorBodyOf(error) };
  }

  async function forceInstead(error: unknown): Promise<void> {
    if (force !== true) throw error;
    await stop(true);
  }
}

function lineOf({ instance, error }: Outcome): string {
  return error === undefined ? `${instance} is stopped\n` : `${instance}: ${error.message}\n`;
}

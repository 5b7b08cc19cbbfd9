import { type Evidence, GantryError, type HostEvidence, judgeEvidence } from "@gantry/kvm-core/model";
import type { Caller } from "../auth/caller.ts";
import type { KnownHost } from "./all-hosts.ts";

/** So long a host may take, in milliseconds: an agent that hangs is as good as one that is gone, for now. */
const withinMs = 5000;

/** Asks every host at the same time; keeps those that hold something of it, or that one of them speaks of. */
export async function gatherEvidence({
  caller,
  instance,
  hosts,
}: {
  readonly caller: Caller;
  readonly instance: string;
  readonly hosts: readonly KnownHost[];
}): Promise<Evidence> {
  const seen = await Promise.all(hosts.map((host) => askOne(host, caller, instance)));
  const held = hosts.filter(({ mirror }) =>
    mirror.instances().some(({ name, uuid }) => name === instance || uuid === instance),
  );
  const named = new Set([
    ...held.map(({ agent }) => agent.name),
    ...seen.flatMap(({ own }) => [
      ...(own === undefined || own.holds === "nothing" ? [] : [own.host]),
      ...(own?.migration?.source === undefined ? [] : [own.migration.source]),
      ...(own?.migration?.target === undefined ? [] : [own.migration.target]),
    ]),
  ]);
  // A call that a peer passed on wants to know what there is here, and be it nothing.
  const isPassedOn = caller.via !== undefined;
  if (isPassedOn) return { instance, hosts: seen };
  if (named.size === 0) {
    throw new GantryError("not_found", {
      message: `No host that answers holds anything of ${instance}.`,
      hint: "`instances.list` shows the instances there are.",
      details: { instance },
    });
  }
  const involved = [
    ...seen.filter(({ host }) => named.has(host)),
    // One that does not belong to the others any more.
    ...[...named].filter((name) => !seen.some(({ host }) => host === name)).map(unknownHost),
  ];
  const doubt = judgeEvidence(instance, involved);
  const name = seen.flatMap(({ own }) => own?.name ?? [])[0] ?? instance;
  return { instance: name, hosts: sourceFirst(involved), ...(doubt && { doubt }) };
}

async function askOne({ agent, mirror }: KnownHost, caller: Caller, instance: string): Promise<HostEvidence> {
  const { lastSeen, reason, self } = mirror.host;
  const known = { host: agent.name, ...(!self && lastSeen !== undefined && { lastSeen }) };
  const silent = (why: string): HostEvidence => ({ ...known, answers: false, reason: why });
  if (!mirror.online) return silent(reason ?? `${agent.name} does not answer.`);
  const { promise: late, resolve } = Promise.withResolvers<HostEvidence>();
  const timer = setTimeout(
    () => resolve(silent(`${agent.name} did not answer within ${withinMs / 1000} s.`)),
    withinMs,
  );
  const answer = agent.examine(caller, instance).then(
    (own): HostEvidence => ({ ...known, answers: true, own }),
    (error: unknown) => {
      const { code, message } = GantryError.from(error);
      return { ...silent(message), answers: code !== "host_unreachable" };
    },
  );
  const found = await Promise.race([answer, late]);
  clearTimeout(timer);
  return found;
}

function unknownHost(host: string): HostEvidence {
  return { host, answers: false, reason: `${host} is not among the hosts that are known here.` };
}

function sourceFirst(hosts: readonly HostEvidence[]): HostEvidence[] {
  const source = hosts.flatMap(({ own }) => own?.migration?.source ?? [])[0];
  return hosts.toSorted((a, b) => Number(b.host === source) - Number(a.host === source));
}

import type { Hypervisor } from "@gantry/kvm-core";
import {
  type CheckablePeer,
  type EvacuationOptions,
  type Fault,
  type HostInfo,
  type HostSummary,
  type InstanceSummary,
  invalid,
  type Maintenance,
  type MigrationPlan,
} from "@gantry/kvm-core/model";
import type { Candidate, EvacuationFacts } from "./plan-evacuation.ts";
import type { Place } from "./room.ts";

/** Instances that are checked at the same time; each takes about a second, in which its guest is measured. */
const checkedAtOnce = 8;

/** Who can be asked for what a plan is made from. */
export interface FactSources {
  readonly driver: Hypervisor;
  readonly maintenance: () => Maintenance | undefined;
  /** Every host that is known, with this one. */
  readonly hosts: () => readonly HostSummary[];
  readonly infoOf: (host: string) => Promise<HostInfo>;
  /** As the target of a migration. */
  readonly peer: (host: string) => CheckablePeer;
}

/** Asks every other host about every instance that has a process here. @throws GantryError `invalid_input` */
export async function gatherFacts(
  sources: FactSources,
  options: EvacuationOptions,
): Promise<EvacuationFacts> {
  const { driver } = sources;
  assertNamesKnown(sources, options);
  const instances = driver.list();
  const others = othersOf(sources);
  const unreachable = others.filter(({ status }) => status !== "online").map(offlinePlace);
  const asked = await Promise.all(
    others.filter(({ status }) => status === "online").map((host) => askMemory(sources, host)),
  );
  const availableMiB = new Map(asked.map(({ name, memory }) => [name, memory]));
  const peers = asked.map(({ name }) => measuredOnce(sources.peer(name)));
  const candidates: Candidate[] = [];
  const waiting = [...instances];
  const check = async () => {
    for (let instance = waiting.shift(); instance !== undefined; instance = waiting.shift()) {
      const { name, uuid, state, memoryMiB } = instance;
      const plans = hasProcess(state)
        ? await driver.planMigrations(uuid, { peers, options: options.migration })
        : [];
      candidates.push({ name, uuid, state, memoryMiB, places: [...plans.map(placeOf), ...unreachable] });
    }
  };
  await Promise.all(Array.from({ length: checkedAtOnce }, check));
  return { host: driver.host, maintenance: sources.maintenance(), candidates, availableMiB };
}

function hasProcess(state: InstanceSummary["state"]): boolean {
  return state !== "stopped" && state !== "crashed" && state !== "suspended";
}

/** What a plan says of its target, for this purpose. */
function placeOf({ target, checks, copies, forecast }: MigrationPlan): Place {
  const failed = checks.find(({ level }) => level === "fail");
  const endless = forecast.finishes === "not by itself" ? [forecast.text] : [];
  return {
    target,
    ...(failed && { fault: { why: failed.message, fix: failed.fix ?? "Choose another host." } }),
    warnings: [...checks.filter(({ level }) => level === "warn").map(({ message }) => message), ...endless],
    copies,
    forecast,
  };
}

function offlinePlace({ name, reason }: HostSummary): Place {
  const why = reason ?? `${name} does not answer.`;
  const fix = `Start the agent on ${name}, or mend the network between the hosts.`;
  return { target: name, fault: { why, fix }, warnings: [], copies: [] };
}

/** Asked now: what lists show may be seconds old. A host that does not say has none to promise. */
async function askMemory(
  { infoOf }: FactSources,
  { name }: HostSummary,
): Promise<{ readonly name: string; readonly memory: number }> {
  const memory = await infoOf(name).then(
    ({ memoryAvailableMiB }) => memoryAvailableMiB,
    () => 0,
  );
  return { name, memory };
}

/** The link to a host is measured once for all instances. */
function measuredOnce(peer: CheckablePeer): CheckablePeer {
  let measured: Promise<number> | undefined;
  return {
    host: peer.host,
    check: (request, signal) => peer.check(request, signal),
    measureLink: (signal) => (measured ??= peer.measureLink(signal)),
  };
}

function othersOf({ driver, hosts }: FactSources): HostSummary[] {
  return hosts().filter(({ name }) => name !== driver.host);
}

/** What is chosen for an instance that is not here would be lost without a word. @throws GantryError `invalid_input` */
export function assertNamesKnown(sources: FactSources, { order, choices }: EvacuationOptions): void {
  const { host } = sources.driver;
  const [instances, others] = [sources.driver.list(), othersOf(sources)];
  const isHere = (wanted: string) => instances.some(({ name }) => name === wanted);
  const faults: Fault[] = order.flatMap((name, index) =>
    isHere(name) ? [] : [{ path: `options.order.${index}`, message: `${host} has no instance ${name}` }],
  );
  for (const [name, choice] of Object.entries(choices)) {
    const path = `options.choices.${name}`;
    if (!isHere(name)) faults.push({ path, message: `${host} has no instance ${name}` });
    if (choice.do === "move" && !others.some((other) => other.name === choice.target))
      faults.push({ path: `${path}.target`, message: `there is no other host ${choice.target}` });
  }
  if (faults.length > 0) throw invalid("The evacuation", faults, "invalid_input");
}

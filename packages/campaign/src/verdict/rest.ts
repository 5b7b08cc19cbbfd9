import type { InstanceState, InstanceSummary, Operation } from "@gantry/kvm-core/model";
import type { Guest } from "../guest.ts";
import type { Plan } from "../faults/plan.ts";
import type { HostPlace } from "../world/names.ts";
import { qemusOf } from "../world/processes.ts";
import { within } from "../world/until.ts";
import type { World } from "../world/world.ts";

/** Both hosts at rest, or what was missing. */
export interface Rest {
  readonly restless: string | undefined;
  readonly rows: Readonly<Record<HostPlace, InstanceSummary | undefined>>;
  readonly operation: Operation | undefined;
}

/** Of an operation: nothing stays in doubt while both hosts answer. */
const underWay = new Set(["queued", "running", "in-doubt"]);
/** States in which something is still to come. */
const passing = new Set(["starting", "stopping", "migrating", "incoming", "unresponsive", "unknown"]);

/** Waits until the operation is over and both hosts say the same of the instance: on one host, in a state that stays. */
export async function comeToRest(
  world: World,
  how: { readonly guest: Guest; readonly operation: string; readonly plan: Plan },
): Promise<Rest> {
  let last: Rest = {
    restless: "it was not looked at",
    rows: { a: undefined, b: undefined },
    operation: undefined,
  };
  const rest = await within({ withinMs: how.plan.patienceMs, everyMs: 100 }, async () => {
    last = await look(world, how);
    return last.restless === undefined ? last : undefined;
  });
  return rest ?? last;
}

async function look(
  world: World,
  { guest, operation: id, plan }: { readonly guest: Guest; readonly operation: string; readonly plan: Plan },
): Promise<Rest> {
  const { hosts } = world;
  const nothing = { rows: { a: undefined, b: undefined }, operation: undefined };
  for (const { name, agent } of [hosts.a, hosts.b])
    if (!agent.isAlive) {
      const restless = `the agent of ${name} ended by itself, ${await agent.lastWords()}`;
      return { ...nothing, restless };
    }
  try {
    const [ofA, ofB] = await Promise.all([hosts.a.calls.instances(), hosts.b.calls.instances()]);
    const operation = await hosts[plan.source].calls.operation(id);
    const online = await Promise.all([hosts.a.calls.hostsOnline(), hosts.b.calls.hostsOnline()]);
    const a = ofA.filter(({ uuid }) => uuid === guest.uuid);
    const b = ofB.filter(({ uuid }) => uuid === guest.uuid);
    const rows = { a: a[0], b: b[0] };
    // Every process of the machine is looked at only when nothing else is missing.
    const restless =
      missing({ a, b, operation, online }) ?? (await wrongProcesses(world, guest, a[0]?.state));
    return { restless, rows, operation };
  } catch (error) {
    return { ...nothing, restless: error instanceof Error ? error.message : String(error) };
  }
}

function missing(found: {
  readonly a: readonly InstanceSummary[];
  readonly b: readonly InstanceSummary[];
  readonly operation: Operation;
  readonly online: readonly (readonly string[])[];
}): string | undefined {
  const { a, b, operation, online } = found;
  const [one] = a;
  const [other] = b;
  const say = (rows: readonly InstanceSummary[]) =>
    rows
      .map(({ host, state, reason }) => `${host} ${state}${reason === undefined ? "" : ` (${reason})`}`)
      .join(" and ") || "nothing";
  if (online.some((names) => names.length < 2)) return "the hosts do not see each other";
  if (underWay.has(operation.status)) return `the operation is ${operation.status}`;
  const agree = one?.host === other?.host && one?.state === other?.state;
  if (a.length !== 1 || b.length !== 1 || one === undefined || !agree || passing.has(one.state))
    return `host-a lists ${say(a)}, host-b ${say(b)}`;
  return undefined;
}

async function wrongProcesses(
  world: World,
  { uuid }: Guest,
  state: InstanceState | undefined,
): Promise<string | undefined> {
  const { length } = await qemusOf(world, uuid);
  const wanted = state === "running" || state === "paused" ? 1 : 0;
  return length === wanted ? undefined : `it is ${state} with ${length} QEMU processes`;
}

import { setTimeout as delay } from "node:timers/promises";
import { brakeFor, pull } from "./faults/brake.ts";
import type { Plan } from "./faults/plan.ts";
import { type Mend, strike } from "./faults/strike.ts";
import { Guest } from "./guest.ts";
import { optionsFor, stateOf } from "./guest-kind.ts";
import { gather } from "./verdict/gather.ts";
import type { Evidence } from "./verdict/evidence.ts";
import { comeToRest } from "./verdict/rest.ts";
import { exceptionOf } from "./verdict/post-copy.ts";
import { violationsOf } from "./verdict/violations.ts";
import type { Moment } from "./watch/moments.ts";
import { Witness } from "./watch/witness.ts";
import { otherThan } from "./world/names.ts";
import { qemusOf } from "./world/processes.ts";
import { within } from "./world/until.ts";
import type { World } from "./world/world.ts";

/** What became of one run. */
export interface Outcome {
  /** `stuck`: see {@link exceptionOf}. `too late`: the migration was over before the moment was seen, so that nothing was struck. */
  readonly end: "moved" | "stayed" | "lost" | "too late" | "restless" | "stuck";
  /** What the operation's last word was. */
  readonly operation: string;
  /** From the strike until both hosts were at rest again, milliseconds. */
  readonly restMs: number | undefined;
  readonly violations: readonly string[];
  readonly evidence: Evidence;
}

/** A moment that has not come by then will not come. */
const momentWithinMs = 40_000;

/**
 * One run: a guest counts on one host and is moved to the other; at the plan's moment something is broken, and mended after
 * a while; when both hosts are at rest again, all that was seen is judged.
 */
export async function tellStory(world: World, plan: Plan): Promise<Outcome> {
  const source = world.hosts[plan.source];
  const target = world.hosts[otherThan(plan.source)];
  const guest = await Guest.start(world, {
    name: `guest-${plan.run}`,
    on: plan.source,
    kind: plan.guest,
  });
  using witness = new Witness(world, { ...plan, uuid: guest.uuid });
  const operation = await source.calls.begin("migrations.start", {
    instance: guest.name,
    target: target.name,
    options: optionsFor(plan.guest),
  });
  const isOver = async () => {
    const { status } = await source.calls.operation(operation);
    return status === "running" || status === "queued" ? undefined : ("over" as const);
  };
  let cameBefore: ReadonlySet<Moment> = new Set();
  const struckAt = await strikeAt(plan.moment, isOver);
  const rest = await comeToRest(world, { guest, operation, plan });
  const restMs = struckAt === undefined ? undefined : performance.now() - struckAt;
  const evidence = await gather({
    world,
    guest,
    witness,
    rest,
    plan,
    cameBefore,
    wasStruck: struckAt !== undefined,
  });
  const state = (evidence.rows.a ?? evidence.rows.b)?.state;
  const hasMoved = evidence.rows.a?.host === target.name;
  const wasLost = state === stateOf(plan.guest) ? undefined : "lost";
  const end =
    rest.restless !== undefined
      ? (exceptionOf(evidence) ?? "restless")
      : (wasLost ?? (struckAt === undefined ? "too late" : hasMoved ? "moved" : "stayed"));
  const violations = violationsOf(evidence);
  // Where something is wrong the world is removed as a whole, and the guest with it.
  if (violations.length === 0 && end !== "stuck") await guest.remove();
  return {
    end,
    restMs,
    operation: evidence.operation?.status ?? "unknown",
    violations,
    evidence,
  };

  /** @returns when it was struck; undefined when the migration was over before. */
  async function strikeAt(
    moment: Moment,
    over: () => Promise<"over" | undefined>,
  ): Promise<number | undefined> {
    const processes = qemus();
    const brake = brakeFor(plan);
    let isTooLateToBrake = false;
    const released =
      brake &&
      witness.moments
        .reached(brake.from)
        .then(() => (isTooLateToBrake ? async () => undefined : pull(brake, world, plan)));
    const came = witness.moments.reached(moment).then(() => "came" as const);
    const ended = within({ withinMs: momentWithinMs, everyMs: 50 }, over).catch(() => undefined);
    const first = await Promise.race([came, ended]);
    let mend: Mend | undefined;
    const at = performance.now();
    if (first === "came") {
      if (plan.afterMs > 0) await delay(plan.afterMs);
      cameBefore = witness.moments.all;
      mend = await strike({ world, plan, qemuOn: (role) => processes.get(role) });
    }
    // On a busy machine the moment may be seen before the one that it comes after.
    if (brake === undefined || !witness.moments.has(brake.from)) isTooLateToBrake = true;
    else await (await released)?.();
    if (mend === undefined) return undefined;
    await delay(plan.lastsMs);
    await mend();
    return at;
  }

  /** The pids, as they come to be. */
  function qemus(): Map<"source" | "target", number> {
    const found = new Map<"source" | "target", number>();
    const look = async () => {
      for (const { host, pid } of await qemusOf(world, guest.uuid))
        found.set(host === plan.source ? "source" : "target", pid);
    };
    void look();
    void witness.moments.reached("prepare").then(look);
    return found;
  }
}

import {
  type EvacuationClass,
  type EvacuationOffer,
  type EvacuationOptions,
  type EvacuationPlan,
  type EvacuationRow,
  type InstanceSummary,
  type Maintenance,
  whyNot,
} from "@gantry/kvm-core/model";
import { inOrder } from "./move-order.ts";
import { bestOf, type Place, Room } from "./room.ts";
import { planText, whyBlocked, whyThere } from "./plan-words.ts";

/** One instance of the host that is to be emptied, with what the checks say of it on every other host. */
export interface Candidate extends Pick<InstanceSummary, "name" | "uuid" | "state" | "memoryMiB"> {
  readonly places: readonly Place[];
}

/** What a plan is made from. */
export interface EvacuationFacts {
  readonly host: string;
  readonly maintenance: Maintenance | undefined;
  readonly candidates: readonly Candidate[];
  /** Memory that every other host has available now, in MiB. */
  readonly availableMiB: ReadonlyMap<string, number>;
}

/** What was decided of one instance. */
interface Decision {
  readonly class: EvacuationClass;
  readonly target?: string;
  readonly why: string;
  readonly fix?: string;
}

/** These have no process: nothing of them has to move. */
const offStates: ReadonlySet<InstanceSummary["state"]> = new Set(["stopped", "crashed", "suspended"]);

/**
 * Decides for each instance whether it moves and where to, is shut down, stays, or is blocked; and in which order. Whose
 * place was chosen is placed first, then the largest: a small one finds room where a large one no longer does. No target
 * is promised more memory than it has. The same facts, in whatever order, give the same plan.
 */
export function planEvacuation(facts: EvacuationFacts, options: EvacuationOptions): EvacuationPlan {
  const room = new Room(facts.availableMiB);
  const decisions = new Map<string, Decision>();
  for (const candidate of inPlacingOrder(facts.candidates, options)) {
    const decision = decide(candidate, options, room);
    if (decision.target !== undefined) room.take(decision.target, candidate.memoryMiB);
    decisions.set(candidate.uuid, decision);
  }
  const rows = facts.candidates.flatMap((candidate) => {
    const decision = decisions.get(candidate.uuid);
    return decision === undefined ? [] : [rowOf(candidate, decision, room)];
  });
  const ordered = inOrder(rows, options.order);
  const forecasts = ordered.flatMap((row) => (row.class === "movable" ? [chosenOffer(row)?.forecast] : []));
  const seconds = forecasts.reduce((sum, one) => sum + (one?.seconds ?? 0), 0);
  const atLeast = forecasts.some((one) => one?.finishes !== "yes");
  return {
    host: facts.host,
    ...(facts.maintenance && { maintenance: facts.maintenance }),
    options,
    rows: ordered,
    seconds,
    atLeast,
    text: planText(ordered, { seconds, atLeast }),
  };
}

/** The place that a movable one goes to. */
export function chosenOffer({ offers, target }: Pick<EvacuationRow, "offers" | "target">) {
  return offers.find((offer) => offer.target === target);
}

function inPlacingOrder(candidates: readonly Candidate[], { choices }: EvacuationOptions): Candidate[] {
  const isChosen = ({ name }: Candidate) => Number(choices[name]?.do !== "move");
  return candidates.toSorted(
    (a, b) =>
      isChosen(a) - isChosen(b) ||
      b.memoryMiB - a.memoryMiB ||
      compare(a.name, b.name) ||
      compare(a.uuid, b.uuid),
  );
}

function decide(candidate: Candidate, options: EvacuationOptions, room: Room): Decision {
  const choice = options.choices[candidate.name];
  if (offStates.has(candidate.state))
    return { class: "stays", why: `It is ${candidate.state}: nothing of it has to move.` };
  if (choice?.do === "stay") return { class: "stays", why: "It was chosen to stay as it is." };
  if (choice?.do === "shut-down") return shutDown(candidate, "It was chosen to be shut down.");
  const places =
    choice === undefined
      ? candidate.places
      : candidate.places.filter(({ target }) => target === choice.target);
  const place = bestOf(places, candidate.memoryMiB, room);
  if (place !== undefined) {
    const why = whyThere(place, room.left(place.target) - candidate.memoryMiB);
    return { class: "movable", target: place.target, why };
  }
  const blocked = whyBlocked(places, candidate.memoryMiB, room);
  if (options.allowShutdown && choice === undefined && whyNot("stop", candidate.state) === undefined)
    return shutDown(candidate, `It cannot move. ${blocked.why}`);
  return { class: "blocked", ...blocked };
}

function shutDown({ state }: Candidate, why: string): Decision {
  const reason = whyNot("stop", state);
  if (reason === undefined) return { class: "shut-down", why };
  return {
    class: "blocked",
    why: reason,
    fix: "Resume it, or stop it by force, before the host is emptied.",
  };
}

function rowOf(candidate: Candidate, decision: Decision, room: Room): EvacuationRow {
  const { name, uuid, state, memoryMiB, places } = candidate;
  const place = places.find(({ target }) => target === decision.target);
  return {
    instance: name,
    uuid,
    state,
    memoryMiB,
    ...decision,
    ...(place && { why: whyThere(place, room.left(place.target)) }),
    offers: offStates.has(state) ? [] : places.map((place) => offerOf(place, candidate, { decision, room })),
  };
}

/** The place as it is once the whole plan is done. */
function offerOf(
  place: Place,
  { memoryMiB }: Candidate,
  { decision, room }: { readonly decision: Decision; readonly room: Room },
): EvacuationOffer {
  const { target, warnings, copies, forecast } = place;
  const own = decision.target === target ? memoryMiB : 0;
  const freeAfterMiB = room.left(target) + own - memoryMiB;
  const fault = place.fault ?? room.fault(place, memoryMiB, own);
  return {
    target,
    fits: fault === undefined,
    ...(fault ?? { why: whyThere(place, freeAfterMiB) }),
    ...(fault === undefined && { freeAfterMiB }),
    warnings: [...warnings],
    copies: [...copies],
    ...(forecast && { forecast }),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

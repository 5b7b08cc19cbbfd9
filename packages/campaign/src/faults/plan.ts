import { type GuestKind, isCopied, mixedKinds } from "../guest-kind.ts";
import { type Moment, moments, momentsOfCopy, momentsOfPostCopy } from "../watch/moments.ts";
import type { HostPlace } from "../world/names.ts";
import { Random } from "./random.ts";

/** What can be killed or made to hang. */
export type Victim = "source agent" | "target agent" | "source QEMU" | "target QEMU" | "etcd";

const hour = 3600;
const year = 365 * 24 * hour;
/** How far clocks jump, in seconds. */
export const clockJumps = {
  "an hour ahead": hour,
  "an hour back": -hour,
  "ten years ahead": 10 * year,
  "ten years back": -10 * year,
} as const;
/** See {@link clockJumps}. */
export type ClockJump = keyof typeof clockJumps;

/** What is broken. It is mended after some time: what was killed is started again, except QEMU. */
export type Strike =
  | { readonly deed: "kill" | "hang"; readonly victims: readonly Victim[] }
  | { readonly deed: "cut" | "drop" | "drop one way" }
  /** The disk of a host's state directory has no byte left. */
  | { readonly deed: "fill"; readonly disk: "source" | "target" }
  /** A host has no power: all its processes end, and what was not yet on its disk is lost. */
  | { readonly deed: "turn off"; readonly hosts: readonly ("source" | "target")[] }
  /** The time of day jumps, and back when it is mended. Ten years are more than a certificate is good for. */
  | { readonly deed: "put"; readonly clocks: readonly ("source" | "target")[]; readonly to: ClockJump }
  /** The source's commit comes to etcd late, and meanwhile the hosts do not hear each other. */
  | { readonly deed: "delay" }
  | {
      readonly deed: "reset" | "half-close" | "corrupt" | "hold";
      readonly which: "stream" | "others" | "all";
    };

/** One run: everything about it that is chosen. */
export interface Plan {
  readonly seed: number;
  readonly run: number;
  readonly store: "sqlite" | "etcd";
  readonly guest: GuestKind;
  readonly source: HostPlace;
  readonly moment: Moment;
  /** Between the moment and the strike, milliseconds. */
  readonly afterMs: number;
  readonly strike: Strike;
  /** How long it stays broken, milliseconds. */
  readonly lastsMs: number;
  /** Whether the moment is made to last until the strike. Where not, the strike may come a little late. */
  readonly isBraked: boolean;
  /** So long after everything was mended it may take until both hosts are at rest, milliseconds. */
  readonly patienceMs: number;
  /** So long the record may then still be settled by the agents, which look again and again, milliseconds; 25 s when absent. */
  readonly settlesWithinMs?: number;
}

/** An agent looks for what was left unfinished every 15 s. */
const patienceMs = 45_000;
/** A stream that was joined again and through which nothing comes is cut after 30 s. */
const patienceOfPostCopyMs = 90_000;

const kills: readonly (readonly Victim[])[] = [
  ["source agent"],
  ["target agent"],
  ["source agent", "target agent"],
  ["source QEMU"],
  ["target QEMU"],
  ["source agent", "target QEMU"],
  ["target agent", "target QEMU"],
  ["source agent", "target agent", "target QEMU"],
  ["etcd"],
  ["etcd", "source agent"],
];
const hangs: readonly (readonly Victim[])[] = [
  ["source agent"],
  ["target agent"],
  ["source QEMU"],
  ["target QEMU"],
  ["etcd"],
];

/** Every kind of harm. */
export const strikes: readonly Strike[] = [
  ...kills.map((victims) => ({ deed: "kill", victims }) as const),
  ...hangs.map((victims) => ({ deed: "hang", victims }) as const),
  { deed: "cut" },
  { deed: "drop" },
  { deed: "drop one way" },
  { deed: "fill", disk: "source" },
  { deed: "fill", disk: "target" },
  { deed: "turn off", hosts: ["source"] },
  { deed: "turn off", hosts: ["target"] },
  { deed: "turn off", hosts: ["source", "target"] },
  ...(["an hour ahead", "an hour back", "ten years ahead", "ten years back"] as const).flatMap((to) =>
    [["source"] as const, ["target"] as const, ["source", "target"] as const].map(
      (clocks) => ({ deed: "put", clocks, to }) as const,
    ),
  ),
  { deed: "delay" },
  ...(["reset", "half-close", "corrupt", "hold"] as const).flatMap((deed) =>
    (["stream", "others", "all"] as const).map((which) => ({ deed, which })),
  ),
];

/** In the order in which they come. */
function momentsOf(guest: GuestKind): readonly Moment[] {
  return guest === "post-copy" ? momentsOfPostCopy : moments;
}

/** Whether there is anything to strike at that moment. */
function isPossible({
  strike,
  moment,
  store,
  guest,
}: Pick<Plan, "strike" | "moment" | "store" | "guest">): boolean {
  const order = momentsOf(guest);
  const isBefore = (other: Moment) => order.indexOf(moment) < order.indexOf(other);
  if (momentsOfCopy.includes(moment) && !isCopied(guest)) return false;
  // Nobody lets it run.
  if (moment === "resumed" && guest === "paused") return false;
  if (strike.deed === "delay") return store === "etcd" && moment === "device";
  if ("victims" in strike) {
    if (strike.victims.includes("etcd") && store !== "etcd") return false;
    if (strike.victims.includes("target QEMU") && isBefore("prepare")) return false;
    return !strike.victims.includes("source QEMU") || isBefore("retire");
  }
  if (!("which" in strike) || strike.which !== "stream") return true;
  const flows = !isBefore(isCopied(guest) ? "copying" : "setup");
  return flows && (moment === "completed" || isBefore("completed"));
}

/** In words, as in the lines of a campaign. */
export function nameOf({ strike, moment }: Pick<Plan, "strike" | "moment">): string {
  return `${strike.deed} ${whatIsStruck(strike, moment)} at ${moment}`;
}

function whatIsStruck(strike: Strike, moment: Moment): string {
  if ("victims" in strike) return strike.victims.join(" + ");
  const stream = momentsOfCopy.includes(moment) ? "the disk's stream" : "the memory's stream";
  if ("which" in strike) return { stream, others: "the calls", all: "all connections" }[strike.which];
  if ("disk" in strike) return `the ${strike.disk}'s disk`;
  if ("hosts" in strike) return strike.hosts.map((host) => `the ${host} host`).join(" + ");
  if ("clocks" in strike) return `the clock of the ${strike.clocks.join(" + ")} ${strike.to}`;
  return strike.deed === "delay" ? "the commit" : "the link";
}

/**
 * Every moment with every harm that is possible then, the plan of one run chosen from them by its seed and number.
 *
 * @param only words that the name of the fault has to contain, separated by commas: any of them.
 */
export function planRun(how: {
  readonly seed: number;
  readonly run: number;
  /** Either one when undefined. */
  readonly store: Plan["store"] | undefined;
  /** Any when undefined. */
  readonly guest: GuestKind | undefined;
  readonly only: string | undefined;
  /** Whether hosts can be turned off: see `StateDisk`. */
  readonly losesPower: boolean;
  /** Whether hosts can have clocks of their own: see `HostClock`. */
  readonly setsClocks: boolean;
}): Plan {
  const { seed, run, only, losesPower, setsClocks } = how;
  const random = randomOf(how);
  const either = random.of(["sqlite", "etcd"] as const);
  const store = how.store ?? either;
  const guest = how.guest ?? anyGuest(how);
  const wanted = (only ?? "").split(",");
  const faults = momentsOf(guest)
    .flatMap((moment) => strikes.map((strike) => ({ moment, strike })))
    .filter(
      (fault) => isPossible({ ...fault, store, guest }) && (losesPower || fault.strike.deed !== "turn off"),
    )
    .filter(({ strike }) => setsClocks || strike.deed !== "put")
    .filter((fault) => wanted.some((words) => nameOf(fault).includes(words)));
  const [first, ...rest] = faults;
  if (first === undefined)
    throw new Error(`No fault has "${only}" in its name with ${store} and a guest that is ${guest}.`);
  const { moment, strike } = random.of([first, ...rest]);
  return {
    ...{ seed, run, store, guest, moment, strike },
    source: random.of(["a", "b"]),
    afterMs: afterMs({ guest, moment }, random),
    lastsMs: random.of([50, 300, 1000, 3000, 7000]),
    isBraked: random.next() < 0.75,
    patienceMs: guest === "post-copy" ? patienceOfPostCopyMs : patienceMs,
  };
}

/** The memory takes a while, the other moments are over at once. */
function afterMs({ guest, moment }: Pick<Plan, "guest" | "moment">, random: Random): number {
  if (guest === "post-copy" && moment === "resumed") return Math.floor(random.next() * 1500);
  if (moment !== "active") return 0;
  return Math.floor(random.next() * (guest === "post-copy" ? 4000 : 150));
}

/** The link is cut while QEMU is in `device`, some milliseconds into it or where it waits, for shorter or longer than it waits. */
export function planDeviceCut(how: { readonly seed: number; readonly run: number }): Plan {
  const { seed, run } = how;
  const random = randomOf(how);
  return {
    ...{ seed, run, store: "sqlite", guest: "running", moment: "device" },
    strike: { deed: random.of(["cut", "drop", "drop one way"]) },
    source: random.of(["a", "b"]),
    afterMs: random.of([0, 0, 1, 2, 4]),
    lastsMs: random.of([100, 600, 600, 6500]),
    isBraked: random.next() < 0.5,
    patienceMs,
  };
}

/** By numbers of its own, which leave the others of the run as they are. */
function anyGuest({ seed, run }: { readonly seed: number; readonly run: number }): GuestKind {
  return randomOf({ seed: ~seed, run }).of(mixedKinds);
}

/** Each run of each seed has numbers of its own. */
function randomOf({ seed, run }: { readonly seed: number; readonly run: number }): Random {
  return new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(run, 0x85ebca6b));
}

/**
 * Whether the guest itself may be lost: the process that held it alone was killed. Before the commit that is the source's,
 * from the moment on at which it was allowed to run there the target's. In between both have all of it.
 *
 * @param came which moments had come by the end.
 */
export function mayLose({ strike }: Pick<Plan, "strike">, came: (moment: Moment) => boolean): boolean {
  const killed = killedQemus(strike);
  if (killed.length === 2) return true;
  if (killed.includes("source") && !came("committed") && !came("handed over")) return true;
  return killed.includes("target") && came("will run");
}

/**
 * Whether the harm is none to a move: certificates are good by a clock that is wrong by an hour. The last of a copied disk may
 * not fit into the pause, on a busy machine.
 */
export function mustMove({ strike, guest }: Pick<Plan, "strike" | "guest">): boolean {
  return strike.deed === "put" && !isCopied(guest) && Math.abs(clockJumps[strike.to]) <= hour;
}

/** On which sides the QEMU is killed, be it with the power of its host. */
export function killedQemus(strike: Strike): readonly ("source" | "target")[] {
  if ("hosts" in strike) return strike.hosts;
  if (!("victims" in strike) || strike.deed !== "kill") return [];
  return (["source", "target"] as const).filter((role) => strike.victims.includes(`${role} QEMU`));
}

/**
 * How long the guest may stand still and go on at the source, milliseconds; undefined where only an agent that comes back can
 * let it go on. The agent of the source lives: it gives up 5.3 s after the switchover began, on a busy machine a little later;
 * but after the commit it takes the guest back only when the target itself says that it never ran there.
 *
 * @param came which moments had come by the end.
 */
export function mostPauseMs(
  { strike, guest }: Pick<Plan, "strike" | "guest">,
  came: (moment: Moment) => boolean,
): number | undefined {
  if (guest === "paused" || came("committed")) return undefined;
  if ("disk" in strike || strike.deed === "delay") return undefined;
  // No clock that is set makes a guest wait.
  const struck = "victims" in strike ? strike.victims : "hosts" in strike ? strike.hosts : [];
  return struck.every((one) => one.startsWith("target")) ? 12_000 : undefined;
}

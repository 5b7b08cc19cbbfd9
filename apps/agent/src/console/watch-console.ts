import { setTimeout as delay } from "node:timers/promises";
import type { ConsoleClose, InstanceSummary } from "@gantry/kvm-core/model";
import type { ConsoleWish, Leg } from "./leg.ts";
import type { StartAt } from "./start-at.ts";
import type { ViewerSocket } from "./viewer-socket.ts";

/** Milliseconds an instance may be on no host's list, between leaving one and being seen on the next. */
const findWithinMs = 5000;
const retryMs = 100;
/** Tries to begin on a new host before the viewer is asked to come back by itself. */
const maxAttempts = 30;

/** Where instances are, as far as this agent knows. */
export interface Whereabouts {
  /** By uuid. */
  find(instance: string): InstanceSummary | undefined;
  onChange(listener: () => void): Disposable;
  /** How long the guest stood still when it moved from one host to the other, if that is known soon. */
  pauseOf(move: { instance: string; from: string; to: string }): Promise<number | undefined>;
}

/** What watching needs besides the viewer. */
export interface WatchServices {
  readonly whereabouts: Whereabouts;
  /**
   * Begins a leg on that host. `not-yet`: the host is about to have the instance. `not-ours`: the viewer came through
   * that host's agent or a third one's, which finds the way by itself.
   */
  legOn(host: string, wish: ConsoleWish): Leg | "not-yet" | "not-ours";
}

/**
 * Serves one viewer from its first frame to its last, on whichever host the instance is. The bytes go on without a gap
 * or a repetition when it moves: both hosts number them alike.
 *
 * @returns why the viewer is to be closed; undefined when it has left by itself.
 */
export async function watchConsole(
  services: WatchServices,
  wish: ConsoleWish,
  viewer: ViewerSocket,
  first: StartAt,
): Promise<ConsoleClose | undefined> {
  let startAt = first;
  let from: string | undefined;
  let told: string | undefined;
  let { takesFreeSeat } = wish;
  let continued = false;
  for (let attempts = 0; attempts < maxAttempts; attempts += 1) {
    const instance = await settled(services.whereabouts, wish.instance, {
      except: from,
      signal: viewer.closed,
    });
    if (viewer.closed.aborted) return undefined;
    if (instance === undefined) return "deleted";
    const leg = services.legOn(instance.host, wish);
    if (leg === "not-ours") return "moved";
    if (leg === "not-yet") {
      await delay(retryMs);
      continue;
    }
    if (from !== undefined && told !== instance.host) {
      const { name, host } = instance;
      const pauseMs = await services.whereabouts.pauseOf({ instance: name, from, to: host });
      viewer.sendControl({ type: "moved", from, host, ...(pauseMs !== undefined && { pauseMs }) });
    }
    told = instance.host;
    const end = await leg.run(viewer, { startAt, continued, takesFreeSeat });
    const isDeleted = end === "gone" && services.whereabouts.find(wish.instance) === undefined;
    if (isDeleted) return "deleted";
    if (end === "viewer-left" || end === "host-away" || end === "bad-frame") return closeOf(end);
    if (leg.next === undefined) {
      // Its new host does not know yet that it has it.
      await delay(retryMs);
      continue;
    }
    startAt = { kind: "from", seq: leg.next };
    takesFreeSeat = leg.hasSeat;
    continued = true;
    attempts = 0;
    if (end === "reopened") continue;
    from = instance.host;
    told = undefined;
  }
  return "moved";
}

function closeOf(end: "viewer-left" | "host-away" | "bad-frame"): ConsoleClose | undefined {
  if (end === "host-away") return "hostAway";
  return end === "bad-frame" ? "badFrame" : undefined;
}

/** The instance once it is somewhere else than on the host it left, or where it is after some seconds of waiting. */
async function settled(
  whereabouts: Whereabouts,
  instance: string,
  { except, signal }: { except: string | undefined; signal: AbortSignal },
): Promise<InstanceSummary | undefined> {
  const look = () => {
    const found = whereabouts.find(instance);
    return found?.host === except ? undefined : found;
  };
  const { promise, resolve } = Promise.withResolvers<InstanceSummary | undefined>();
  using _ = whereabouts.onChange(() => {
    const found = look();
    if (found !== undefined) resolve(found);
  });
  const now = look();
  if (now !== undefined) return now;
  const giveUp = () => resolve(whereabouts.find(instance));
  const timer = setTimeout(giveUp, findWithinMs);
  signal.addEventListener("abort", giveUp, { once: true });
  const found = await promise;
  clearTimeout(timer);
  signal.removeEventListener("abort", giveUp);
  return found;
}

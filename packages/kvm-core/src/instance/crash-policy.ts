import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../model/error.ts";
import { writeInstance } from "../state-dir/index.ts";
import { pauseBefore, planRestart } from "./crash-plan.ts";
import type { Instance } from "./instance.ts";
import type { ProcessEnd } from "./live-qemu.ts";
import { resetPanicked } from "./reboot-instance.ts";
import { restartCrashed } from "./start-instance.ts";
import { storeAnswers } from "./store-outage.ts";

/** How long an instance that is busy with something else is left alone, in milliseconds. */
const busyPauseMs = 200;

/**
 * Starts instances again whose spec says `onCrash: "restart"`: those whose QEMU ended without being asked are started,
 * those whose guest panicked are reset. What was decided is kept with the instance, so that the next agent goes on with
 * it; a start or stop by hand ends it.
 */
export class CrashPolicy {
  readonly #lifetime: AbortSignal;
  readonly #waiting = new Map<string, AbortController>();

  /** @param lifetime ends every wait; the next agent goes on. */
  constructor(lifetime: AbortSignal) {
    this.#lifetime = lifetime;
  }

  /**
   * Decides what follows a crash, and says it in the end that people will read. The decision is kept when the end is
   * written down; {@link resume} sets it going.
   */
  decide(instance: Instance, end: ProcessEnd, ranSince: string): ProcessEnd {
    if (instance.stopWanted !== undefined) {
      instance.stored = { ...instance.stored, crashes: undefined };
      return { ...end, reason: `${end.reason} It was being stopped, and stays down.` };
    }
    return { ...end, reason: this.#plan(instance, end.reason, ranSince) };
  }

  /** A panicked guest stands still with its memory; with `onCrash: "restart"` it is reset after the pause. */
  async panicked(instance: Instance, ranSince: string): Promise<void> {
    const reason = this.#plan(instance, "The guest's kernel reported a panic.", ranSince);
    instance.observe("panicked", reason);
    if (instance.stored.spec.onCrash !== "restart") return;
    await writeInstance(instance.services.layout, instance.stored);
    this.resume(instance);
  }

  /** Waits for the time that was decided, if one was, and acts then. */
  resume(instance: Instance): void {
    this.cancel(instance.uuid);
    const { crashes, spec } = instance.stored;
    const nextAt = crashes?.nextAt ?? null;
    if (nextAt === null || spec.onCrash !== "restart" || this.#lifetime.aborted) return;
    const wait = new AbortController();
    this.#waiting.set(instance.uuid, wait);
    const signal = AbortSignal.any([wait.signal, this.#lifetime]);
    const left = Math.min(Date.parse(nextAt) - Date.now(), pauseBefore(crashes?.count ?? 1));
    void this.#actAfter(instance, left, signal).catch((error: unknown) => {
      instance.services.log("error", `${instance.name}: what follows its crash could not be done`, {
        error: GantryError.from(error).message,
      });
    });
  }

  /** Ends a wait: somebody else has decided. */
  cancel(uuid: string): void {
    this.#waiting.get(uuid)?.abort();
    this.#waiting.delete(uuid);
  }

  #plan(instance: Instance, reason: string, ranSince: string): string {
    const { stored } = instance;
    if (stored.spec.onCrash !== "restart") return reason;
    const before = stored.crashes;
    // A guest that was reset in its process ran since then, not since the process was started.
    const since = [ranSince, before?.nextAt ?? ranSince].map((time) => Date.parse(time));
    const plan = planRestart({ before, ranSince: Math.max(...since), now: Date.now() });
    instance.stored = { ...stored, crashes: plan.crashes };
    return `${reason} ${plan.sentence}`;
  }

  async #actAfter(instance: Instance, firstPauseMs: number, signal: AbortSignal): Promise<void> {
    for (let pauseMs = Math.max(0, firstPauseMs); ; pauseMs = busyPauseMs) {
      await delay(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      if (instance.lock.isClosed) return this.cancel(instance.uuid);
      if (instance.lock.holder !== undefined || !(await storeAnswers(instance.services, instance.uuid)))
        continue;
      if (!signal.aborted && instance.lock.holder === undefined) break;
    }
    this.#waiting.delete(instance.uuid);
    const { services, name, observedState } = instance;
    if (instance.stored.spec.onCrash !== "restart") return;
    if (observedState !== "crashed" && observedState !== "panicked") return;
    services.log("info", `${name} ${observedState} and is started again`, {
      restart: instance.stored.crashes?.count,
    });
    const { crashes } = instance.stored;
    try {
      await (observedState === "crashed" ? restartCrashed(instance) : resetPanicked(instance));
    } catch (error) {
      // A start that was undone has forgotten them.
      instance.stored = { ...instance.stored, crashes };
      await this.#failed(instance, observedState, GantryError.from(error));
    }
  }

  /** A restart that fails is one more crash: its storage may be back a minute later. */
  async #failed(instance: Instance, state: "crashed" | "panicked", error: GantryError): Promise<void> {
    const { services, name } = instance;
    services.log("error", `${name} could not be started after its crash`, { error: error.message });
    if (instance.lock.holder !== undefined || (instance.live !== undefined && state === "crashed")) return;
    const reason = this.#plan(
      instance,
      `It could not be started again: ${error.message}`,
      new Date().toISOString(),
    );
    const at = new Date().toISOString();
    if (state === "crashed") instance.stored = { ...instance.stored, lastExit: { state, reason, at } };
    await writeInstance(services.layout, instance.stored);
    instance.observe(state, reason);
    this.resume(instance);
  }
}

import { getInterfaces, type GuestAgent, reachableAddresses } from "../guest-agent/index.ts";
import type { InstanceState } from "../model/state.ts";

/** How old what a guest said may become while somebody looks, in milliseconds. */
const askAgainMs = 30_000;
/** So many guests are asked at a time: a thousand take their turns. */
const atOnce = 8;
/** How long one may take, in milliseconds. Other questions to it wait so long. */
const answerWithinMs = 2_000;

/** What is to be known of an instance to ask its guest. */
interface Askable {
  readonly live: { readonly agent: GuestAgent } | undefined;
  readonly observedState: InstanceState;
  readonly isInTransition: boolean;
}

interface Told {
  readonly addresses: readonly string[] | undefined;
  readonly askedAt: number;
}

/**
 * Remembers which addresses guests have, as their own agents say, so that a list can tell them without asking anybody.
 * What was said is forgotten with the process it was said by.
 */
export class AddressKeeper {
  readonly #told = new WeakMap<GuestAgent, Told>();
  #asked = 0;

  /** Undefined: nothing was told, or there is no agent any more that would say so. */
  of(agent: GuestAgent): string[] | undefined {
    const addresses = agent.isPresent ? this.#told.get(agent)?.addresses : undefined;
    return addresses && [...addresses];
  }

  /** Asks those that have not been asked for longest. Called only while somebody looks; never waits, never fails. */
  tick(now: number, instances: readonly Askable[]): void {
    const due = instances
      .flatMap(({ live, observedState, isInTransition }) => {
        if (live?.agent.isPresent !== true || observedState !== "running" || isInTransition) return [];
        const askedAt = this.#told.get(live.agent)?.askedAt ?? Number.NEGATIVE_INFINITY;
        return now - askedAt < askAgainMs ? [] : [{ agent: live.agent, askedAt }];
      })
      .toSorted((a, b) => a.askedAt - b.askedAt);
    for (const { agent } of due.slice(0, atOnce - this.#asked)) void this.#ask(now, agent);
  }

  async #ask(askedAt: number, agent: GuestAgent): Promise<void> {
    this.#told.set(agent, { addresses: this.#told.get(agent)?.addresses, askedAt });
    this.#asked += 1;
    try {
      const interfaces = await getInterfaces(agent, { timeoutMs: answerWithinMs });
      this.#told.set(agent, { addresses: reachableAddresses(interfaces), askedAt });
    } catch {
      // A guest that does not say it this time keeps what it said; one that never did has none.
    } finally {
      this.#asked -= 1;
    }
  }
}

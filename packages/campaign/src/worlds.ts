import type { Plan } from "./faults/plan.ts";
import type { Make } from "./world/host.ts";
import { World } from "./world/world.ts";

/** What a run asks of its world. */
type Wish = Pick<Plan, "store" | "strike">;

/**
 * One world for each store, and another where clocks are set, which makes all in it slower; made when it is first needed, and
 * used until something in it went wrong.
 */
export class Worlds implements AsyncDisposable {
  readonly #make: Omit<Make, "store">;
  readonly #worlds = new Map<string, World>();
  #serial: number;

  /** @param firstSerial tells its worlds apart from those of others in this process. */
  constructor(make: Omit<Make, "store">, { firstSerial }: { readonly firstSerial: number }) {
    this.#serial = firstSerial;
    this.#make = make;
  }

  async of(wish: Wish): Promise<World> {
    const present = this.#worlds.get(keyOf(wish));
    if (present !== undefined) {
      await present.untilJoined();
      return present;
    }
    const world = await World.make(this.#serial, {
      ...this.#make,
      store: wish.store,
      clocks: setsClocks(wish) ? this.#make.clocks : undefined,
    });
    this.#serial += 1;
    this.#worlds.set(keyOf(wish), world);
    return world;
  }

  /** What went wrong in a world shall not be held against the next run. */
  async end(wish: Wish): Promise<void> {
    await this.#end(keyOf(wish));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const key of this.#worlds.keys()) await this.#end(key);
  }

  async #end(key: string): Promise<void> {
    const world = this.#worlds.get(key);
    this.#worlds.delete(key);
    await world?.[Symbol.asyncDispose]();
  }
}

function keyOf(wish: Wish): string {
  return `${wish.store} ${setsClocks(wish)}`;
}

function setsClocks({ strike }: Wish): boolean {
  return strike.deed === "put";
}

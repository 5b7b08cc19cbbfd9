import type { Make } from "./world/host.ts";
import { World } from "./world/world.ts";

/** One world for each store, made when it is first needed, and used until something in it went wrong. */
export class Worlds implements AsyncDisposable {
  readonly #make: Omit<Make, "store">;
  readonly #worlds = new Map<Make["store"], World>();
  #serial: number;

  /** @param firstSerial tells its worlds apart from those of others in this process. */
  constructor(make: Omit<Make, "store">, { firstSerial }: { readonly firstSerial: number }) {
    this.#serial = firstSerial;
    this.#make = make;
  }

  async of(store: Make["store"]): Promise<World> {
    const present = this.#worlds.get(store);
    if (present !== undefined) {
      await present.untilJoined();
      return present;
    }
    const world = await World.make(this.#serial, { ...this.#make, store });
    this.#serial += 1;
    this.#worlds.set(store, world);
    return world;
  }

  /** What went wrong in a world shall not be held against the next run. */
  async end(store: Make["store"]): Promise<void> {
    const world = this.#worlds.get(store);
    this.#worlds.delete(store);
    await world?.[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const store of ["sqlite", "etcd"] as const) await this.end(store);
  }
}

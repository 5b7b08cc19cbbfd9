import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../model/error.ts";
import type { OwnedRevision, OwnershipRecord, OwnershipStore } from "../model/ownership.ts";
import { FileOwnershipStore } from "../state-dir/index.ts";

/** Where an agent loses its store: as a failure that it lives to see, or for ever, as when it dies at that line. */
export type Loss =
  | "fail before write"
  | "fail after write"
  | "fail read"
  | "fail remove"
  | "is away"
  | "is away after second read"
  | "hang at write"
  | "hang at second read";

/** Ownership records that an agent loses at a chosen moment. */
export class LosableStore implements OwnershipStore {
  readonly shared: boolean;
  readonly #store: OwnershipStore;
  #loss: Loss | undefined;
  #reads = 0;
  /** Resolves when somebody hangs. */
  #hanging = Promise.withResolvers<void>();

  /** @param how `shared`: another one of the same directory is another host's way to the same records. */
  constructor(directory: string, { shared = false }: { readonly shared?: boolean } = {}) {
    this.shared = shared;
    this.#store = new FileOwnershipStore(directory);
  }

  /** Chooses what happens from now on; undefined: nothing. Resolves when somebody hangs by it. */
  lose(loss: Loss | undefined): Promise<void> {
    this.#loss = loss;
    this.#reads = 0;
    this.#hanging = Promise.withResolvers<void>();
    return this.#hanging.promise;
  }

  /** Resolves once it was asked so often, whatever it answered. */
  async untilAsked(times: number): Promise<void> {
    const wanted = this.#reads + times;
    while (this.#reads < wanted) await delay(5);
  }

  async read(uuid: string): Promise<OwnedRevision | undefined> {
    this.#reads += 1;
    this.#assertThere();
    const held = await this.#store.read(uuid);
    if (this.#loss === "fail read" && held !== undefined) throw new Error("The store was lost.");
    if (this.#loss === "hang at second read" && this.#reads === 2) await this.#hang();
    return held;
  }

  async compareAndSwap(record: OwnershipRecord, expected: number | undefined): Promise<number | undefined> {
    this.#assertThere();
    if (this.#loss === "fail before write") throw new Error("The store was lost before it was written.");
    if (this.#loss === "hang at write") await this.#hang();
    const revision = await this.#store.compareAndSwap(record, expected);
    if (this.#loss === "fail after write") throw new Error("The store was lost after it was written.");
    return revision;
  }

  async remove(uuid: string, expected: number): Promise<boolean> {
    this.#assertThere();
    if (this.#loss === "fail remove") throw new Error("The disk of the store is full.");
    return await this.#store.remove(uuid, expected);
  }

  #assertThere(): void {
    const isAway =
      this.#loss === "is away" || (this.#loss === "is away after second read" && this.#reads > 2);
    if (!isAway) return;
    throw new GantryError("store_unreachable", { message: "The store does not answer.", hint: "Wait." });
  }

  async #hang(): Promise<never> {
    this.#hanging.resolve();
    return await new Promise<never>(() => undefined);
  }
}

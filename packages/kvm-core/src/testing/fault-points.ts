import type { OperationContext } from "../instance/index.ts";
import type { OwnedRevision, OwnershipRecord, OwnershipStore } from "../model/ownership.ts";

/**
 * Tells of every point of a verb at which something can die: between two of its steps, and before and after each write of
 * the ownership record. What steps there are is learnt from the verb itself, so that a new one is never forgotten.
 */
export class FaultPoints {
  readonly #reach: (point: string) => void;
  #before = "";
  #writes = 0;

  constructor(reach: (point: string) => void) {
    this.#reach = reach;
  }

  /** A verb begins: its steps and writes are counted from here. */
  begin(): void {
    this.#before = "";
    this.#writes = 0;
  }

  /** For one run of one verb. */
  context(): OperationContext {
    return {
      signal: new AbortController().signal,
      step: (name, status) => {
        // After a step is before the next one.
        if (status === "running") this.#reach(`${this.#before}before ${name}`);
        if (status === "done") this.#before = `after ${name}, `;
      },
      progress: () => undefined,
      mayCancel: () => undefined,
    };
  }

  /** The verb has come to its end. */
  ended(): void {
    this.#reach(`${this.#before}at the end`);
  }

  store(store: OwnershipStore): OwnershipStore {
    return {
      shared: store.shared,
      read: (uuid): Promise<OwnedRevision | undefined> => store.read(uuid),
      remove: (uuid, expected) => store.remove(uuid, expected),
      compareAndSwap: async (record: OwnershipRecord, expected) => {
        this.#writes += 1;
        const write = `write ${this.#writes} of the record (${record.state})`;
        this.#reach(`before ${write}`);
        const revision = await store.compareAndSwap(record, expected);
        this.#reach(`after ${write}`);
        return revision;
      },
    };
  }
}

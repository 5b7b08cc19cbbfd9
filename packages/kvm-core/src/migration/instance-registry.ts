import type { Instance } from "../instance/index.ts";

/** What the target needs of its host's list of instances. */
export interface InstanceRegistry {
  find(reference: string): Instance | undefined;
  add(instance: Instance): void;
  /** Resolves once nothing is here any more of an instance that leaves. */
  left(uuid: string): Promise<void>;
  /** Keeps a name free for a guest on its way; throws `name_taken`. */
  reserve(name: string): Disposable;
}

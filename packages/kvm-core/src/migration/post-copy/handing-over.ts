import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { CommitRequest, MigrationPeer } from "../../model/migration-peer.ts";

/** So long a hand-over is waited for at a time, in milliseconds. */
const waitMs = 500;

/**
 * The hand-over of a post-copy move, which may take long: the target's QEMU may need a page before it lets the guest run,
 * and that page may need a stream that is opened anew meanwhile.
 */
export class HandingOver {
  readonly #peer: Pick<MigrationPeer<Duplex>, "commit">;
  readonly #makeRequest: () => Promise<CommitRequest>;
  #request: CommitRequest | undefined;
  #underWay: Promise<true> | undefined;

  /** @param makeRequest is asked again after it has failed. */
  constructor(peer: Pick<MigrationPeer<Duplex>, "commit">, makeRequest: () => Promise<CommitRequest>) {
    this.#peer = peer;
    this.#makeRequest = makeRequest;
  }

  /** What was handed over, or was to be; undefined before the first try. */
  get request(): CommitRequest | undefined {
    return this.#request;
  }

  /** @returns true once the target has said that the guest was let run; false while that is still under way. */
  async go(): Promise<boolean> {
    this.#underWay ??= this.#handOver();
    return await Promise.race([this.#underWay, delay(waitMs, false)]);
  }

  #handOver(): Promise<true> {
    const done = this.#send();
    // A failure ends this try, and is told to whoever waits for it then.
    done.catch(() => (this.#underWay = undefined));
    return done;
  }

  async #send(): Promise<true> {
    this.#request ??= await this.#makeRequest();
    await this.#peer.commit(this.#request);
    return true;
  }
}

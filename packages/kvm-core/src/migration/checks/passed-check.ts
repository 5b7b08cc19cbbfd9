import type { Check } from "../../model/migration.ts";
import type { PrepareRequest } from "../../model/migration-peer.ts";

/** So long what was found holds, in milliseconds: no longer than a check may take that begins just before a change. */
const holdsMs = 1000;

/** The request that passed every check of this host last: who goes on with it at once is not checked a second time. */
export class PassedCheck {
  readonly #now: () => number;
  #passed: { readonly request: string; readonly at: number } | undefined;

  /** @param now milliseconds of a clock that only goes forward. */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  note(request: PrepareRequest, checks: readonly Check[]): void {
    if (checks.some(({ level }) => level === "fail")) return;
    this.#passed = { request: JSON.stringify(request), at: this.#now() };
  }

  /** Whether this very request, word for word, has just passed. */
  covers(request: PrepareRequest): boolean {
    if (this.#passed === undefined || this.#now() - this.#passed.at > holdsMs) return false;
    return this.#passed.request === JSON.stringify(request);
  }
}

import type { AuditTable } from "@gantry/store";
import type { TurnedAway } from "./peer-gate.ts";

/** The same refusal of the same address is written once in this time: nobody fills our disk by knocking. */
const quietMs = 60_000;
/** Different refusals remembered at most. */
const maxRemembered = 1000;

/** Writes down who was turned away at the peers' door, and why. */
export class TurnedAwayLog {
  readonly #host: string;
  readonly #audit: AuditTable;
  readonly #now: () => number;
  readonly #written = new Map<string, number>();

  constructor(host: string, audit: AuditTable, now: () => number = Date.now) {
    this.#host = host;
    this.#audit = audit;
    this.#now = now;
  }

  readonly write = ({ host, from, reason }: TurnedAway): void => {
    const key = `${from} ${host ?? ""} ${reason}`;
    const last = this.#written.get(key);
    if (last !== undefined && this.#now() - last < quietMs) return;
    this.#written.delete(key);
    this.#written.set(key, this.#now());
    const oldest = this.#written.keys().next().value;
    if (this.#written.size > maxRemembered && oldest !== undefined) this.#written.delete(oldest);
    this.#audit.append({
      at: new Date(this.#now()).toISOString(),
      actor: host ?? "nobody",
      role: "viewer",
      from,
      action: "peer.refuse",
      subject: reason,
      host: this.#host,
      result: "certificate_refused",
    });
  };
}

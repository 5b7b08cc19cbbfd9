import type { Duplex } from "node:stream";
import type { HostServices } from "../instance/index.ts";
import {
  examineInstance,
  examineNothing,
  examineWaiting,
  type IncomingMigrations,
  takeOverHere,
  takeOverWaiting,
} from "../migration/index.ts";
import { GantryError } from "../model/error.ts";
import type { OwnEvidence } from "../model/evidence.ts";
import type { MigrationPeer } from "../model/migration-peer.ts";
import type { InstanceTable } from "./instance-table.ts";

/** What a person needs to judge a migration that cannot be finished by itself, and to settle it. */
export class RepairVerbs {
  readonly #services: HostServices;
  readonly #table: InstanceTable;
  readonly #incoming: IncomingMigrations;

  constructor(services: HostServices, table: InstanceTable, incoming: IncomingMigrations) {
    this.#services = services;
    this.#table = table;
    this.#incoming = incoming;
  }

  /** What this host knows and holds of an instance, by name or uuid. Changes nothing, and waits for a QEMU 1.5 s at most. */
  async examine(reference: string): Promise<OwnEvidence> {
    const instance = this.#table.find(reference);
    if (instance !== undefined) return await examineInstance(instance);
    const guest = this.#incoming.find(reference);
    if (guest !== undefined) return await examineWaiting(this.#services, guest);
    return examineNothing(this.#services);
  }

  /**
   * Takes an instance over on this host, stopped, once a person has said that the other host of its migration is off: on
   * the source what it had given away, on the target what waits there. No copy of its memory is let run: the other host
   * may have gone on from it.
   *
   * @throws GantryError `wrong_state` when what is seen contradicts it; nothing was changed.
   */
  async takeOver(
    reference: string,
    peerOf: (host: string) => MigrationPeer<Duplex> | undefined,
  ): Promise<void> {
    const instance = this.#table.find(reference);
    if (instance !== undefined) return await takeOverHere(instance, peerOf);
    const guest = this.#incoming.find(reference);
    if (guest !== undefined) {
      return await this.#incoming.takeOver(guest, () => takeOverWaiting(this.#services, guest, peerOf));
    }
    throw new GantryError("not_found", {
      message: `${this.#services.host} holds nothing of ${reference}.`,
      hint: "Look at the evidence of both hosts; choose the one that holds something.",
    });
  }
}

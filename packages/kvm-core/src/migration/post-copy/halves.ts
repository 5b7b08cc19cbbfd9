import { randomBytes } from "node:crypto";
import type { Duplex } from "node:stream";
import type { HostServices, Instance, LiveQemu } from "../../instance/index.ts";
import { GantryError } from "../../model/error.ts";
import type { ProbeReply, RejoinReply } from "../../model/migration-peer.ts";
import { readRuntime } from "../../state-dir/index.ts";
import { readArrived } from "../incoming-past.ts";
import type { IncomingGuest } from "../incoming-guest.ts";
import { unknownMigration } from "../incoming-refusals.ts";
import type { InstanceRegistry } from "../instance-registry.ts";
import { isMissingMemory } from "./is-missing-memory.ts";
import { joinOnceItSpeaks } from "./join-once-it-speaks.ts";
import { listenAgain } from "./listen-again.ts";
import { memoryLostWords } from "./memory-lost.ts";

/** A stream by which a half that was cut off goes on: from which host it may come, and to which process. */
interface Rejoining {
  readonly from: string;
  readonly live: LiveQemu;
}

/** The target's side of post-copy moves whose guest has arrived, or waits here, without all of its memory. */
export class Halves {
  readonly #services: HostServices;
  readonly #registry: Pick<InstanceRegistry, "find">;
  readonly #waiting: ReadonlyMap<string, IncomingGuest>;
  /** By ticket. */
  readonly #rejoining = new Map<string, Rejoining>();
  /** The newest stream of each process that was joined again. */
  readonly #joined = new WeakMap<LiveQemu, Duplex>();

  constructor(
    services: HostServices,
    {
      registry,
      waiting,
    }: {
      readonly registry: Pick<InstanceRegistry, "find">;
      /** What is not handed over yet, by migration. */
      readonly waiting: ReadonlyMap<string, IncomingGuest>;
    },
  ) {
    this.#services = services;
    this.#registry = registry;
    this.#waiting = waiting;
  }

  /** What the source is told of a guest that was handed over to this host by this migration. */
  async probe(migrationId: string): Promise<ProbeReply> {
    const arrived = await readArrived(this.#services.layout, migrationId);
    if (arrived === undefined) return { phase: "gone" };
    const { ownership, layout } = this.#services;
    const instance = this.#registry.find(arrived.uuid);
    if (instance === undefined) return { phase: "committed" };
    const { live } = instance;
    const isOnRecord = live !== undefined || (await readRuntime(layout, arrived.uuid)) !== undefined;
    if (!isOnRecord) return { phase: "committed", ended: true };
    const migration = (await ownership.read(arrived.uuid))?.record.migration;
    const isUnderWay = migration?.id === migrationId && migration.phase === "committed";
    if (!isUnderWay || migration.handsOn === undefined) return { phase: "committed" };
    // One that cannot be asked may be waiting for what it lacks.
    return { phase: "committed", missing: live === undefined || (await isMissingMemory(live.monitor)) };
  }

  /**
   * Lets what was cut off listen anew. Only its source may ask for that.
   *
   * @throws GantryError `not_found` when nothing of it is here, and what {@link listenAgain} throws.
   */
  async rejoin(migrationId: string, from: string): Promise<RejoinReply> {
    const guest = this.#waiting.get(migrationId);
    const waiting = guest?.request.source === from ? guest : undefined;
    const live = waiting?.live ?? (await this.#arrivedFrom(migrationId, from))?.live;
    if (live === undefined) throw unknownMigration(migrationId);
    // As long as QEMU has a stream, dead or not, it does not listen.
    this.#joined.get(live)?.destroy();
    await listenAgain(live);
    for (const [ticket, each] of this.#rejoining) if (each.live === live) this.#rejoining.delete(ticket);
    const ticket = randomBytes(16).toString("hex");
    this.#rejoining.set(ticket, { from, live });
    return { ticket };
  }

  /** See `IncomingMigrations.redeem`. */
  redeem(ticket: string, from: string): ((stream: Duplex) => Promise<void>) | undefined {
    const rejoining = this.#rejoining.get(ticket);
    if (rejoining?.from !== from) return undefined;
    this.#rejoining.delete(ticket);
    const { live } = rejoining;
    return (stream) => {
      this.#joined.set(live, stream);
      // Not waited for: the source lets its QEMU speak only once the stream is open.
      void this.#join(live, stream);
      return Promise.resolve();
    };
  }

  /**
   * The source has lost the process that held the rest. What is here is ended, unless all of it has arrived after all.
   *
   * @throws GantryError when QEMU does not say that it was cut off.
   */
  async endRest(migrationId: string, from: string): Promise<void> {
    const instance = await this.#arrivedFrom(migrationId, from);
    const live = instance?.live;
    if (live === undefined) return;
    // Only a process that was cut off, and lacks something, listens anew.
    await listenAgain(live);
    await live.end({
      state: "crashed",
      reason: memoryLostWords({ source: from, target: this.#services.host }),
    });
    await live.forgotten;
  }

  async #join({ paths, runtime }: LiveQemu, stream: Duplex): Promise<void> {
    const { lifetime, log } = this.#services;
    try {
      await joinOnceItSpeaks(paths.migration, stream, lifetime);
    } catch (error) {
      // The source notices, and asks for another one.
      stream.destroy();
      const why = GantryError.from(error).message;
      log("warn", `A stream of the guest ${runtime.uuid} could not be joined again`, { error: why });
    }
  }

  async #arrivedFrom(migrationId: string, from: string): Promise<Instance | undefined> {
    const arrived = await readArrived(this.#services.layout, migrationId);
    return arrived?.source === from ? this.#registry.find(arrived.uuid) : undefined;
  }
}

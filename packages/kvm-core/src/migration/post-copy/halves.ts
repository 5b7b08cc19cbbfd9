import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import type { Duplex } from "node:stream";
import { endUnreachable, type HostServices, type Instance } from "../../instance/index.ts";
import { GantryError } from "../../model/error.ts";
import type { ProbeReply, RejoinReply } from "../../model/migration-peer.ts";
import { type ProcessPaths, processPaths, readRuntime, type RuntimeFile } from "../../state-dir/index.ts";
import { type Arrived, readArrived } from "../incoming-past.ts";
import type { IncomingGuest } from "../incoming-guest.ts";
import { unknownMigration } from "../incoming-refusals.ts";
import type { InstanceRegistry } from "../instance-registry.ts";
import { joinOnceItSpeaks } from "./join-once-it-speaks.ts";
import { listenAgain } from "./listen-again.ts";
import { memoryLostWords } from "./memory-lost.ts";
import { memoryThere } from "./memory-there.ts";
import { hasRecoveryMonitor } from "./recovery-monitor.ts";

/** A guest that has arrived without all of its memory: its process, whether or not it can be asked. */
interface Half {
  readonly migrationId: string;
  readonly uuid: string;
  readonly paths: ProcessPaths;
}

/** A stream by which a half that was cut off goes on: from which host it may come, and where its QEMU listens. */
interface Rejoining extends Half {
  readonly from: string;
  readonly socket: string;
}

/** The target's side of post-copy moves whose guest has arrived, or waits here, without all of its memory. */
export class Halves {
  readonly #services: HostServices;
  readonly #registry: Pick<InstanceRegistry, "find">;
  readonly #waiting: ReadonlyMap<string, IncomingGuest>;
  /** By ticket. */
  readonly #rejoining = new Map<string, Rejoining>();
  /** The newest stream of each that was joined again, by migration. */
  readonly #joined = new Map<string, Duplex>();

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
    const { layout } = this.#services;
    const arrived = await readArrived(layout, migrationId);
    if (arrived === undefined) return { phase: "gone" };
    const instance = this.#registry.find(arrived.uuid);
    if (instance === undefined) return { phase: "committed" };
    const runtime = instance.live?.runtime ?? (await readRuntime(layout, arrived.uuid));
    if (runtime === undefined) return { phase: "committed", ended: endOf(instance, arrived) };
    // As an instance that is to run whatever happens: it does, and the memory that came by this migration is gone.
    if (isAnother(runtime, arrived, instance))
      return { phase: "committed", ended: endOf(instance, arrived), again: true };
    const isHalf = await this.#isHalf(migrationId, runtime);
    // Its process has died and is being forgotten, perhaps since the record was read: the next look tells what that means.
    const isForgotten = !existsSync(runtime.processDir);
    if (!isHalf) return { phase: "committed", ...(isForgotten && { missing: true }) };
    // One that was not taken up may be waiting for what it lacks.
    if (instance.live === undefined) return { phase: "committed", missing: true };
    return { phase: "committed", ...(await memoryThere(instance.live.monitor)) };
  }

  /**
   * Lets what was cut off listen anew. Only its source may ask for that.
   *
   * @throws GantryError `not_found` when nothing of it is here, and what {@link listenAgain} throws.
   */
  async rejoin(migrationId: string, from: string): Promise<RejoinReply> {
    const half = this.#waitingFrom(migrationId, from) ?? (await this.#halfFrom(migrationId, from));
    if (half === undefined) throw unknownMigration(migrationId);
    // As long as QEMU has a stream, dead or not, it does not listen.
    this.#joined.get(migrationId)?.destroy();
    const socket = await listenAgain(half.paths);
    for (const [ticket, each] of this.#rejoining)
      if (each.migrationId === migrationId) this.#rejoining.delete(ticket);
    const ticket = randomBytes(16).toString("hex");
    this.#rejoining.set(ticket, { ...half, from, socket });
    return { ticket };
  }

  /** See `IncomingMigrations.redeem`. */
  redeem(ticket: string, from: string): ((stream: Duplex) => Promise<void>) | undefined {
    const rejoining = this.#rejoining.get(ticket);
    if (rejoining?.from !== from) return undefined;
    this.#rejoining.delete(ticket);
    return (stream) => {
      this.#note(rejoining, stream);
      // Not waited for: the source lets its QEMU speak only once the stream is open.
      void this.#join(rejoining, stream);
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
    const half = await this.#halfFrom(migrationId, from);
    if (instance === undefined || half === undefined) return;
    // Only a process that was cut off, and lacks something, listens anew.
    await listenAgain(half.paths);
    const reason = memoryLostWords({ source: from, target: this.#services.host });
    const { live } = instance;
    if (live === undefined) return await endUnreachable(instance, { state: "stopped", reason });
    await live.end({ state: "crashed", reason });
    await live.forgotten;
  }

  #note({ migrationId }: Half, stream: Duplex): void {
    this.#joined.set(migrationId, stream);
    stream.once("close", () => {
      if (this.#joined.get(migrationId) === stream) this.#joined.delete(migrationId);
    });
  }

  async #join({ socket, uuid }: Rejoining, stream: Duplex): Promise<void> {
    const { lifetime, log } = this.#services;
    try {
      await joinOnceItSpeaks(socket, stream, lifetime);
    } catch (error) {
      // The source notices, and asks for another one.
      stream.destroy();
      const why = GantryError.from(error).message;
      log("warn", `A stream of the guest ${uuid} could not be joined again`, { error: why });
    }
  }

  #waitingFrom(migrationId: string, from: string): Half | undefined {
    const guest = this.#waiting.get(migrationId);
    if (guest?.request.source !== from) return undefined;
    return { migrationId, uuid: guest.request.uuid, paths: guest.live.paths };
  }

  /** By its file: what waits for a page answers no new agent, which therefore has not taken it up. */
  async #halfFrom(migrationId: string, from: string): Promise<Half | undefined> {
    const instance = await this.#arrivedFrom(migrationId, from);
    const runtime = instance && (await readRuntime(this.#services.layout, instance.uuid));
    if (runtime === undefined || !(await this.#isHalf(migrationId, runtime))) return undefined;
    return { migrationId, uuid: runtime.uuid, paths: processPaths(runtime.processDir) };
  }

  /** By its record, and whether its process could listen anew at all. */
  async #isHalf(migrationId: string, { uuid, processDir }: RuntimeFile): Promise<boolean> {
    if (!hasRecoveryMonitor(processPaths(processDir))) return false;
    const { ownership, host } = this.#services;
    const record = (await ownership.read(uuid))?.record;
    const migration = record?.owner === host ? record.migration : undefined;
    return (
      migration?.id === migrationId && migration.phase === "committed" && migration.handsOn !== undefined
    );
  }

  async #arrivedFrom(migrationId: string, from: string): Promise<Instance | undefined> {
    const arrived = await readArrived(this.#services.layout, migrationId);
    return arrived?.source === from ? this.#registry.find(arrived.uuid) : undefined;
  }
}

/** Whether the process in which it arrived has ended, and this is one that was started since. */
function isAnother(
  runtime: RuntimeFile,
  { incarnation }: Arrived,
  { stored: { lastExit } }: Instance,
): boolean {
  if (incarnation === undefined || runtime.incarnation === incarnation) return false;
  return lastExit?.incarnation === incarnation;
}

/** How the process of a guest has ended that arrived here. */
function endOf(
  { services, stored: { lastExit } }: Instance,
  { source }: Arrived,
): NonNullable<ProbeReply["ended"]> {
  if (lastExit?.reason === memoryLostWords({ source: source ?? "", target: services.host })) return "lost";
  return lastExit?.state === "crashed" ? "crashed" : "stopped";
}

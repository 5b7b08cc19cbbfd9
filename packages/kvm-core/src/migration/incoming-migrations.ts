import type { Duplex } from "node:stream";
import type { HostServices, Instance, LiveQemu } from "../instance/index.ts";
import { parseOrThrow } from "../model/faults.ts";
import type { Check } from "../model/migration.ts";
import { qemusBelow } from "../instance/qemus-below.ts";
import {
  type ArrivalReply,
  type CheckReply,
  type CommitReply,
  type CommitRequest,
  commitRequestSchema,
  type MigrationPeer,
  type PrepareReply,
  type PrepareRequest,
  prepareRequestSchema,
  type ProbeReply,
  type StandsReply,
} from "../model/migration-peer.ts";
import { acceptHandOver } from "./accept-hand-over.ts";
import { type Arrival, expectArrival } from "./arrival.ts";
import { PassedCheck } from "./checks/passed-check.ts";
import { checkTarget } from "./checks/target-checks.ts";
import { endWaiting } from "./end-waiting.ts";
import { endedHere } from "./ended-here.ts";
import { giveUpWithStream } from "./give-up-with-stream.ts";
import { mayHaveRun, readIncoming } from "./incoming-file.ts";
import { IncomingGuest } from "./incoming-guest.ts";
import { refused, unknownMigration } from "./incoming-refusals.ts";
import type { InstanceRegistry } from "./instance-registry.ts";
import { keepImages, migrationsWithImages, removeImages } from "./incoming-images.ts";
import { hasArrived, readArrived, takePast } from "./incoming-past.ts";
import { Halves } from "./post-copy/halves.ts";
import { noteLetGo } from "./note-let-go.ts";
import { removePrepared } from "./remove-prepared.ts";
import { standingOf } from "./standing-of.ts";
import type { StreamEnd } from "./stream-tickets.ts";
import { takenOverBefore } from "./taken-over-before.ts";

/**
 * The target's side of every migration to this host. Each call says the same when it is repeated. What a peer sends is
 * validated here as if a user had typed it; it never contains a command line.
 */
export class IncomingMigrations {
  readonly #services: HostServices;
  readonly #registry: InstanceRegistry;
  readonly #guests = new Map<string, IncomingGuest>();
  readonly #preparing = new Map<string, Promise<IncomingGuest>>();
  readonly #passed = new PassedCheck();
  /** Guests that post-copy brings here, as long as they lack a part of their memory. */
  readonly halves: Halves;
  readonly #commits = new Map<string, Promise<CommitReply>>();

  constructor(services: HostServices, registry: InstanceRegistry) {
    this.#services = services;
    this.#registry = registry;
    this.halves = new Halves(services, { registry, waiting: this.#guests });
  }

  /**
   * Takes up what a former agent of this host had prepared, and removes what is dead and never ran here.
   *
   * @returns the uuids of the guests that wait here.
   */
  async adopt(): Promise<ReadonlySet<string>> {
    const { layout } = this.#services;
    for (const file of await readIncoming(layout)) {
      if (await mayHaveRun(layout, file)) {
        await endWaiting(layout, file.request.migrationId);
        continue;
      }
      const guest = await IncomingGuest.adopt(this.#services, file, this.#registry);
      if (guest === undefined) await removePrepared(this.#services, file);
      else if (await guest.isWhole()) this.#guests.set(file.request.migrationId, guest);
      // Its streams ended with the former agent: it can never become whole.
      else await guest.discard();
    }
    for (const id of await migrationsWithImages(layout)) {
      if (this.#guests.has(id)) continue;
      await ((await hasArrived(layout, id)) ? keepImages(layout, id) : removeImages(layout, id));
    }
    return new Set([...this.#guests.values()].map(({ request }) => request.uuid));
  }

  /** The processes that wait here, so that nobody takes them for orphans. */
  lives(): LiveQemu[] {
    return [...this.#guests.values()].map((guest) => guest.live);
  }

  /** The host whose guest waits here under this id; undefined when none does. */
  sourceOf(migrationId: string): string | undefined {
    return this.#guests.get(migrationId)?.request.source;
  }

  async check(input: unknown): Promise<CheckReply> {
    const arrival = await expectArrival(parseRequest(input));
    const checks = await this.#check(arrival);
    this.#passed.note(arrival.request, checks);
    return { checks, copies: arrival.copies.map(({ disk }) => disk.name) };
  }

  async #check(arrival: Arrival): Promise<Check[]> {
    const { request } = arrival;
    const running = await qemusBelow(this.#services.layout.directories.runDir);
    return await checkTarget(arrival, {
      services: this.#services,
      namesake: this.#namesake(request),
      runsAlready: running.find(({ uuid }) => uuid === request.uuid)?.pid,
    });
  }

  /** @throws GantryError `checks_refused`, or what starting QEMU can throw; nothing is left behind then. */
  async prepare(input: unknown): Promise<PrepareReply> {
    const request = parseRequest(input);
    const id = request.migrationId;
    const attempt =
      this.#preparing.get(id) ?? this.#prepared(request).finally(() => this.#preparing.delete(id));
    this.#preparing.set(id, attempt);
    return (await attempt).reply;
  }

  async #prepared(request: PrepareRequest): Promise<IncomingGuest> {
    return this.#guests.get(request.migrationId) ?? (await this.#prepare(request));
  }

  async #prepare(request: PrepareRequest): Promise<IncomingGuest> {
    // It comes back before everything of it has left.
    await this.#registry.left(request.uuid);
    const arrival = await expectArrival(request);
    const found = this.#passed.covers(request) ? [] : await this.#check(arrival);
    const failed = found.filter(({ level }) => level === "fail");
    if (failed.length > 0) throw refused(request, failed);
    const reserved = this.#registry.reserve(request.spec.name);
    try {
      const guest = await IncomingGuest.launch(this.#services, arrival, reserved);
      this.#guests.set(request.migrationId, guest);
      return guest;
    } catch (error) {
      reserved[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Takes a stream by its ticket.
   *
   * @param from the host that opens it: only the source of the migration may.
   * @returns joins the stream to what the ticket is for; undefined when it is good for nothing, or was used.
   */
  redeem(ticket: string, from: string): ((stream: Duplex) => Promise<void>) | undefined {
    for (const guest of this.#guests.values()) {
      if (guest.request.source !== from) continue;
      const end = guest.tickets.use(ticket);
      if (end !== undefined) return (stream) => this.#join(guest, end, stream);
    }
    return this.halves.redeem(ticket, from);
  }

  async #join(guest: IncomingGuest, end: StreamEnd, stream: Duplex): Promise<void> {
    giveUpWithStream(this.#services, { guest, end, stream }, () => this.abort(guest.request.migrationId));
    await guest.acceptStream(end, stream);
  }

  async probe(migrationId: string): Promise<ProbeReply> {
    const guest = this.#guests.get(migrationId);
    // While a hand-over is under way it may yet come to the run gate: the source must not be told otherwise.
    if (guest !== undefined && this.#commits.has(migrationId)) return await guest.probeHandOver();
    if (guest !== undefined) return await guest.probe();
    return await this.halves.probe(migrationId);
  }

  /** Makes this host the owner and lets the guest run. @throws GantryError when it could not; then it never ran. */
  async commit(input: unknown): Promise<CommitReply> {
    const request = parseOrThrow(commitRequestSchema, input, { what: "The hand-over" });
    const earlier = this.#commits.get(request.migrationId);
    if (earlier !== undefined) return await earlier;
    const attempt = this.#finish(request);
    this.#commits.set(request.migrationId, attempt);
    attempt.catch(() => this.#commits.delete(request.migrationId));
    return await attempt;
  }

  /** Takes a part of a console's past from the host its guest came from. See {@link takePast}. */
  async takePast(input: unknown, from: string): Promise<void> {
    const find = (uuid: string) => this.#registry.find(uuid);
    await takePast(input, { layout: this.#services.layout, from, find });
  }

  /** Waits until it is known what became of the clock of a guest that came from the host `from`. */
  async arrival(migrationId: string, from: string): Promise<ArrivalReply> {
    const arrived = await readArrived(this.#services.layout, migrationId);
    const instance = arrived?.source === from ? this.#registry.find(arrived.uuid) : undefined;
    return { clock: await instance?.live?.clock };
  }

  /** Removes what was prepared. A guest that was handed over stays. */
  async abort(migrationId: string): Promise<void> {
    // A source that gave up waiting does not know how far we are: what is half prepared is removed when it is whole.
    await this.#preparing.get(migrationId)?.catch(() => undefined);
    const guest = this.#guests.get(migrationId);
    if (guest === undefined || this.#commits.has(migrationId)) return;
    // A hand-over that did not end has let QEMU let it run: it belongs here, whatever the source believes.
    if (await this.#mayHaveRun(guest)) return;
    // Another one that was under way may have been prepared anew meanwhile.
    if (this.#guests.get(migrationId) === guest) this.#guests.delete(migrationId);
    await guest.discard();
  }

  /** A target asks what is left here of a migration from this host. */
  async stands(input: unknown): Promise<StandsReply> {
    return await standingOf(this.#services, this.#registry, input);
  }

  /** The source, which is the host that says it, has nothing of a guest any more that has arrived here. */
  async letGo(migrationId: string, from: string): Promise<void> {
    const arrived = await readArrived(this.#services.layout, migrationId);
    if (arrived?.source === from) await noteLetGo(this.#services, arrived.uuid, migrationId);
  }

  /** The guest that waits here, by name or uuid. */
  find(reference: string): IncomingGuest | undefined {
    return [...this.#guests.values()].find(({ request: { uuid, spec } }) =>
      [uuid, spec.name].includes(reference),
    );
  }

  /** Removes what waits here although its source says that it is of no use any more. */
  async forget(peerOf: (host: string) => MigrationPeer<Duplex> | undefined): Promise<void> {
    for (const guest of this.#guests.values()) {
      const { migrationId, source, uuid } = guest.request;
      const answer = await peerOf(source)
        ?.stands(migrationId, uuid)
        .catch(() => undefined);
      if (answer?.stands === false && !(await this.#mayHaveRun(guest))) await this.abort(migrationId);
    }
  }

  /** Makes an instance of this host of a guest that waits here, by a person's decision. While `act` works, none else does. */
  async takeOver(guest: IncomingGuest, act: () => Promise<Instance>): Promise<void> {
    const { migrationId } = guest.request;
    const { promise: decided, resolve, reject } = Promise.withResolvers<CommitReply>();
    decided.catch(() => undefined);
    this.#commits.set(migrationId, decided);
    try {
      this.#becomes(guest, await act());
      resolve({ state: "ended" });
    } catch (error) {
      reject(error);
      throw error;
    } finally {
      this.#commits.delete(migrationId);
    }
  }

  /** Lets every waiting process live on without this agent. */
  async release(): Promise<void> {
    for (const guest of this.#guests.values()) {
      guest.live.release();
      for (const port of guest.ports) await port[Symbol.asyncDispose]();
    }
  }

  async #finish(request: CommitRequest): Promise<CommitReply> {
    return (
      (await takenOverBefore(this.#registry.find(request.record.uuid), request)) ??
      (await this.#endedHere(request)) ??
      (await this.#takeOver(request))
    );
  }

  async #takeOver(request: CommitRequest): Promise<CommitReply> {
    const guest = this.#guests.get(request.migrationId);
    if (guest === undefined) throw unknownMigration(request.migrationId);
    try {
      const { instance, state } = await acceptHandOver(this.#services, guest, request);
      this.#becomes(guest, instance);
      return { state };
    } catch (error) {
      const { arrived, live } = guest;
      if (arrived === undefined || !live.monitor.isClosed || !(await this.#mayHaveRun(guest))) throw error;
      // It was let run and its process ended at that very moment: it has arrived, and has ended here.
      await endWaiting(this.#services.layout, request.migrationId);
      this.#becomes(guest, arrived);
      return { state: "ended" };
    }
  }

  #becomes({ request, reserved }: IncomingGuest, instance: Instance): void {
    this.#guests.delete(request.migrationId);
    reserved[Symbol.dispose]();
    this.#registry.add(instance);
  }

  async #mayHaveRun({ request, live }: IncomingGuest): Promise<boolean> {
    return await mayHaveRun(this.#services.layout, { request, runtime: live.runtime });
  }

  async #endedHere(request: CommitRequest): Promise<CommitReply | undefined> {
    return this.#guests.has(request.migrationId)
      ? undefined
      : await endedHere(this.#services.layout, request);
  }

  #namesake({ uuid, spec }: PrepareRequest): string | undefined {
    return (this.#registry.find(uuid) ?? this.#registry.find(spec.name))?.name;
  }
}

function parseRequest(input: unknown): PrepareRequest {
  return parseOrThrow(prepareRequestSchema, input, { what: "The migration request" });
}

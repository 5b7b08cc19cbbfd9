import type { Duplex } from "node:stream";
import * as z from "zod";
import {
  type HostServices,
  type Instance,
  type LiveQemu,
  observeStatus,
  openRunGate,
} from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import { parseOrThrow } from "../model/faults.ts";
import type { Check } from "../model/migration.ts";
import {
  type CommitReply,
  type CommitRequest,
  commitRequestSchema,
  type PrepareRequest,
  prepareRequestSchema,
  type ProbeReply,
} from "../model/migration-peer.ts";
import { cont } from "../qmp/index.ts";
import { journalHolds, type Layout, readChecksummed } from "../state-dir/index.ts";
import { acceptHandOver } from "./accept-hand-over.ts";
import { readIncoming } from "./incoming-file.ts";
import { IncomingGuest } from "./incoming-guest.ts";
import { removePrepared } from "./remove-prepared.ts";
import { checkTarget } from "./target-checks.ts";

/** What the target needs of its host's list of instances. */
export interface InstanceRegistry {
  find(reference: string): Instance | undefined;
  add(instance: Instance): void;
  /** Keeps a name free for a guest on its way; throws `name_taken`. */
  reserve(name: string): Disposable;
}

/**
 * The target's side of every migration to this host. Each call says the same when it is repeated. What a peer sends is
 * validated here as if a user had typed it; it never contains a command line.
 */
export class IncomingMigrations {
  readonly #services: HostServices;
  readonly #registry: InstanceRegistry;
  readonly #guests = new Map<string, IncomingGuest>();
  readonly #preparing = new Map<string, Promise<void>>();
  readonly #commits = new Map<string, Promise<CommitReply>>();

  constructor(services: HostServices, registry: InstanceRegistry) {
    this.#services = services;
    this.#registry = registry;
  }

  /**
   * Takes up what a former agent of this host had prepared, and removes what is dead: none of them ever ran here.
   *
   * @returns the uuids of the guests that wait here.
   */
  async adopt(): Promise<ReadonlySet<string>> {
    for (const file of await readIncoming(this.#services.layout)) {
      const guest = await IncomingGuest.adopt(this.#services, file, this.#registry);
      if (guest === undefined) await removePrepared(this.#services, file);
      else this.#guests.set(file.request.migrationId, guest);
    }
    return new Set([...this.#guests.values()].map(({ request }) => request.uuid));
  }

  /** The processes that wait here, so that nobody takes them for orphans. */
  lives(): LiveQemu[] {
    return [...this.#guests.values()].map((guest) => guest.live);
  }

  async check(input: unknown): Promise<Check[]> {
    const request = parseRequest(input);
    return await checkTarget(request, { services: this.#services, namesake: this.#namesake(request) });
  }

  /** @throws GantryError `checks_refused`, or what starting QEMU can throw; nothing is left behind then. */
  async prepare(input: unknown): Promise<void> {
    const request = parseRequest(input);
    const id = request.migrationId;
    if (this.#guests.has(id)) return;
    const attempt =
      this.#preparing.get(id) ?? this.#prepare(request).finally(() => this.#preparing.delete(id));
    this.#preparing.set(id, attempt);
    await attempt;
  }

  async #prepare(request: PrepareRequest): Promise<void> {
    const failed = (await this.check(request)).filter(({ level }) => level === "fail");
    if (failed.length > 0) throw refused(request, failed);
    const reserved = this.#registry.reserve(request.spec.name);
    try {
      this.#guests.set(request.migrationId, await IncomingGuest.launch(this.#services, request, reserved));
    } catch (error) {
      reserved[Symbol.dispose]();
      throw error;
    }
  }

  /** Joins the one stream of a migration to its waiting process. @throws GantryError `not_found`, `wrong_state`. */
  async acceptStream(migrationId: string, stream: Duplex): Promise<void> {
    const guest = this.#guests.get(migrationId);
    if (guest === undefined) throw unknownMigration(migrationId);
    if (await guest.acceptStream(stream)) return;
    throw new GantryError("wrong_state", {
      message: `The stream of migration ${migrationId} was opened before.`,
      hint: "A migration has one stream; start the migration again.",
    });
  }

  async probe(migrationId: string): Promise<ProbeReply> {
    const guest = this.#guests.get(migrationId);
    if (guest !== undefined) return await guest.probe();
    return { phase: (await hasArrived(this.#services.layout, migrationId)) ? "committed" : "gone" };
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

  /** Removes what was prepared. A guest that was handed over stays. */
  async abort(migrationId: string): Promise<void> {
    // A source that gave up waiting does not know how far we are: what is half prepared is removed when it is whole.
    await this.#preparing.get(migrationId)?.catch(() => undefined);
    const guest = this.#guests.get(migrationId);
    if (guest === undefined || this.#commits.has(migrationId)) return;
    this.#guests.delete(migrationId);
    await guest.discard();
  }

  /** Lets every waiting process live on without this agent. */
  async release(): Promise<void> {
    for (const guest of this.#guests.values()) {
      guest.live.release();
      for (const port of guest.ports) await port[Symbol.asyncDispose]();
    }
  }

  async #finish(request: CommitRequest): Promise<CommitReply> {
    return (await this.#alreadyHere(request)) ?? (await this.#takeOver(request));
  }

  async #takeOver(request: CommitRequest): Promise<CommitReply> {
    const guest = this.#guests.get(request.migrationId);
    if (guest === undefined) throw unknownMigration(request.migrationId);
    const { instance, state } = await acceptHandOver(this.#services, guest, request);
    this.#guests.delete(request.migrationId);
    guest.reserved[Symbol.dispose]();
    this.#registry.add(instance);
    return { state };
  }

  /** A former agent of this host took it over. It may have died before it could let the guest run. */
  async #alreadyHere({ record, resume }: CommitRequest): Promise<CommitReply | undefined> {
    const instance = this.#registry.find(record.uuid);
    const live = instance?.live;
    if (instance === undefined || live === undefined || live.incarnation !== record.incarnation)
      return undefined;
    using _lock = instance.lock.take(instance.name, "arrival");
    const journal = this.#services.layout.journalFile(record.uuid);
    if (resume && !(await journalHolds(journal, `did-run ${record.epoch} ${live.incarnation}`))) {
      await openRunGate(this.#services, live, () => cont(live.monitor));
      await observeStatus(instance, live);
    }
    return { state: instance.state === "paused" ? "paused" : "running" };
  }

  #namesake({ uuid, spec }: PrepareRequest): string | undefined {
    return (this.#registry.find(uuid) ?? this.#registry.find(spec.name))?.name;
  }
}

async function hasArrived(layout: Layout, migrationId: string): Promise<boolean> {
  return (
    (await readChecksummed(layout.arrivedFile(migrationId), z.object({ uuid: z.string() }))) !== undefined
  );
}

function parseRequest(input: unknown): PrepareRequest {
  return parseOrThrow(prepareRequestSchema, input, { what: "The migration request" });
}

function refused({ spec }: PrepareRequest, failed: readonly Check[]): GantryError {
  return new GantryError("checks_refused", {
    message: `The target refused ${spec.name}: ${failed.map(({ message }) => message).join(" ")}`,
    hint: failed.flatMap(({ fix }) => (fix === undefined ? [] : [fix])).join(" "),
    details: { checks: failed },
  });
}

function unknownMigration(id: string): GantryError {
  return new GantryError("not_found", {
    message: `This host knows no migration ${id}.`,
    hint: "It ended or was aborted; start it again from the source.",
  });
}

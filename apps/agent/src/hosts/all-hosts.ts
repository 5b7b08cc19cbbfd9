import {
  type AuditEntry,
  type auditInput,
  type cloneInput,
  type createInput,
  type Evidence,
  type FiguresRow,
  GantryError,
  type HostSummary,
  type ImageList,
  type InstanceSummary,
  type InstanceUsage,
  type Operation,
  type OperationEvent,
  type operationListInput,
  type Pool,
  type WatchEvent,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import { gatherEvidence } from "./gather-evidence.ts";
import { feed } from "./feed.ts";
import type { HostAgent, Hosts } from "./host-agent.ts";
import type { HostMirror } from "./host-mirror.ts";
import { mostTrue } from "./one-of-each.ts";
import { Subscribers } from "./subscribers.ts";

/** How often somebody who watches counts as looking anew, in milliseconds. */
const lookAgainMs = 5000;

/** A host with what is known of it. */
export interface KnownHost {
  readonly agent: HostAgent;
  readonly mirror: HostMirror;
}

/** One answer for several hosts: the own one first, then its peers. */
export class AllHosts implements Hosts {
  readonly #self: KnownHost;
  #all: readonly KnownHost[];
  readonly #changes = new Subscribers<WatchEvent>();
  readonly #operationChanges = new Subscribers<Operation>();

  constructor(self: KnownHost, peers: readonly KnownHost[]) {
    this.#self = self;
    this.#all = [self, ...peers];
    for (const { mirror } of this.#all) this.#follow(mirror);
  }

  /** The same hosts as seen by a call that a peer passed on: only our own, so that no call goes round in circles. */
  alone(): AllHosts {
    return new AllHosts(this.#self, []);
  }

  /** One more host. */
  add(host: KnownHost): void {
    this.#all = [...this.#all, host];
    this.#follow(host.mirror);
    this.#tellAll();
  }

  /** A host that does not belong to the others any more. */
  remove(name: string): void {
    this.#all = this.#all.filter(({ agent }) => agent === this.#self.agent || agent.name !== name);
    this.#tellAll();
  }

  holding(instance: string): HostAgent {
    return this.named(this.summary(instance).host);
  }

  /** One row of the list, if there is one. */
  find(instance: string): InstanceSummary | undefined {
    const rows = this.#all.flatMap(({ mirror }) =>
      mirror.instances().filter(({ name, uuid }) => name === instance || uuid === instance),
    );
    return mostTrue(rows);
  }

  /** Hears every change of an instance or host until disposed. */
  onChange(listener: (event: WatchEvent) => void): Disposable {
    return this.#changes.add(listener);
  }

  summary(instance: string): InstanceSummary {
    const row = this.find(instance);
    if (row !== undefined) return row;
    throw new GantryError("not_found", {
      message: `There is no instance ${instance}.`,
      hint: "`instances.list` shows those there are.",
    });
  }

  named(host: string | undefined): HostAgent {
    const found = host === undefined ? this.#self : this.#all.find(({ agent }) => agent.name === host);
    if (found !== undefined) return found.agent;
    throw new GantryError("host_unknown", {
      message: `${this.#self.agent.name} knows no host named ${host}.`,
      hint: "`hosts.list` shows the hosts it knows; more join with `gantry host invite`.",
    });
  }

  running(operation: string): HostAgent {
    const found = this.#all.find(({ mirror }) => mirror.operation(operation) !== undefined);
    // Ours may be older than what the mirror remembers.
    return (found ?? this.#self).agent;
  }

  placing({ spec, host }: z.output<typeof createInput>): HostAgent {
    this.#assertFree(spec.name);
    return this.named(host);
  }

  cloning({ instance, name }: z.output<typeof cloneInput>): HostAgent {
    this.#assertFree(name);
    return this.holding(instance);
  }

  look(): void {
    for (const { agent, mirror } of this.#all) if (mirror.online) agent.look();
  }

  instances(): InstanceSummary[] {
    const byUuid = Map.groupBy(
      this.#all.flatMap(({ mirror }) => mirror.instances()),
      ({ uuid }) => uuid,
    );
    return [...byUuid.values()]
      .flatMap((rows) => mostTrue(rows) ?? [])
      .toSorted((a, b) => a.name.localeCompare(b.name));
  }

  list(): HostSummary[] {
    return this.#all.map(({ mirror }) => mirror.host);
  }

  operations({ instance, limit }: z.output<typeof operationListInput>): Operation[] {
    const name = instance === undefined ? undefined : (this.find(instance)?.name ?? instance);
    return this.#all
      .flatMap(({ mirror }) => mirror.operations())
      .filter((operation) => name === undefined || operation.instance === name)
      .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
      .slice(0, limit);
  }

  async figures(caller: Caller): Promise<FiguresRow[]> {
    const rows = await this.#askThoseThatAnswer((agent) => agent.figures(caller));
    return rows.toSorted((a, b) => a.name.localeCompare(b.name));
  }

  async usage(caller: Caller): Promise<InstanceUsage[]> {
    const rows = await this.#askThoseThatAnswer((agent) => agent.usage(caller));
    // While it moves it has a process on both sides: the one that is told is the one that is listed.
    return rows.filter(({ uuid, host }) => this.#listed(uuid)?.host === host);
  }

  async images(caller: Caller, host: string | undefined): Promise<ImageList> {
    if (host !== undefined) return await this.named(host).images.list(caller);
    const lists = await this.#askThoseThatAnswer(async (agent) => [await agent.images.list(caller)]);
    return {
      images: lists.flatMap(({ images }) => images),
      uploads: lists.flatMap(({ uploads }) => uploads),
    };
  }

  async pools(caller: Caller, host: string | undefined): Promise<Pool[]> {
    if (host !== undefined) return await this.named(host).images.pools(caller);
    return await this.#askThoseThatAnswer((agent) => agent.images.pools(caller));
  }

  async audit(caller: Caller, query: z.output<typeof auditInput>): Promise<AuditEntry[]> {
    const entries = await this.#askThoseThatAnswer((agent) => agent.audit(caller, query));
    return entries.toSorted((a, b) => b.at.localeCompare(a.at)).slice(0, query.limit);
  }

  evidence(caller: Caller, instance: string): Promise<Evidence> {
    return gatherEvidence({ caller, instance, hosts: this.#all });
  }

  watch(signal: AbortSignal): AsyncIterable<WatchEvent> {
    this.#lookUntil(signal);
    return feed<WatchEvent>({
      snapshot: () => ({ type: "snapshot", instances: this.instances(), hosts: this.list() }),
      subscribe: (listener) => this.#changes.add(listener),
      signal,
    });
  }

  watchOperations(signal: AbortSignal): AsyncIterable<OperationEvent> {
    return feed<OperationEvent>({
      snapshot: () => ({ type: "snapshot", operations: this.operations({ limit: 50 }) }),
      subscribe: (listener) =>
        this.#operationChanges.add((operation) => listener({ type: "changed", operation })),
      signal,
    });
  }

  #assertFree(wanted: string): void {
    const holder = this.instances().find(({ name }) => name === wanted);
    if (holder === undefined) return;
    throw new GantryError("name_taken", {
      message: `There is an instance ${wanted} already, on ${holder.host}.`,
      hint: "Choose another name.",
      details: { faults: [{ path: "name", message: `already used on ${holder.host}` }] },
    });
  }

  /** A page that is open looks, though it asks nothing. */
  #lookUntil(signal: AbortSignal): void {
    if (signal.aborted) return;
    this.look();
    const timer = setInterval(() => this.look(), lookAgainMs);
    signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  }

  async #askThoseThatAnswer<Row>(ask: (agent: HostAgent) => Promise<Row[]>): Promise<Row[]> {
    const online = this.#all.filter(({ mirror }) => mirror.online);
    const answers = await Promise.allSettled(online.map(({ agent }) => ask(agent)));
    return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  }

  /** Which hosts there are is another list now: whoever watches gets everything anew. */
  #tellAll(): void {
    this.#changes.tell({ type: "snapshot", instances: this.instances(), hosts: this.list() });
  }

  #follow(mirror: HostMirror): void {
    mirror.onEvent((event) => {
      if (event.type === "host") this.#changes.tell(event);
      if (event.type === "operation") this.#operationChanges.tell(event.operation);
      if (event.type === "changed") this.#tellInstance(event.instance);
      if (event.type === "removed") this.#tellInstance(event);
    });
  }

  /** The row of the list, by uuid. */
  #listed(uuid: string): InstanceSummary | undefined {
    return mostTrue(this.#all.flatMap(({ mirror }) => mirror.instance(uuid) ?? []));
  }

  /** Something changed about an instance on one host: says what that means for all of them. */
  #tellInstance({ uuid, name, host }: { uuid: string; name: string; host: string }): void {
    const instance = this.#listed(uuid);
    this.#changes.tell(
      instance === undefined ? { type: "removed", uuid, name, host } : { type: "changed", instance },
    );
  }
}

import { HostHistory, InstanceHistory, pauseBetweenReadings, readingEveryMs } from "../figures/index.ts";
import { ownInterfaces, readHostUsage, readNetDev, trafficOf } from "../host/index.ts";
import type { Instance } from "../instance/index.ts";
import { askDisksUsage, readProcessUsage } from "../instance/read-usage.ts";
import type { HostLastHour, InstanceLastHour } from "../model/last-hour.ts";
import type { InstanceUsage } from "../model/usage.ts";
import { AddressKeeper } from "./address-keeper.ts";
import type { InstanceTable } from "./instance-table.ts";

/** How long somebody who asked for an instance's hour counts as looking at that instance, in milliseconds. */
const watchedForMs = 10_000;
/** Interfaces of the host come and go seldom. */
const interfacesEveryMs = 60_000;

/** Whose hour is kept. */
export interface FiguresKeeping {
  readonly host: string;
  readonly table: InstanceTable;
  /** Whether somebody looks at this host now, and who wants to be told. */
  readonly attention: { readonly isLookedAt: boolean; look(): void };
  /** Milliseconds of the epoch, never running backwards. */
  readonly now?: () => number;
}

/**
 * Keeps the last hour of this host and of its instances. While somebody looks, processes are read each two seconds;
 * while nobody does, as often as ten a second allow, which on a host of twenty is the same. QEMU is asked for its disks
 * only while somebody looks: one at a time, each two seconds, and one whose own hour is looked at each time. Its
 * counters go on meanwhile, so that the next rate is the true mean since the last one.
 */
export class FiguresKeeper implements Disposable {
  readonly #keeping: FiguresKeeping;
  readonly #now: () => number;
  readonly #histories = new Map<string, InstanceHistory>();
  readonly #watchedUntil = new Map<string, number>();
  readonly #asked = new Set<string>();
  readonly #host: HostHistory;
  readonly #addresses = new AddressKeeper();
  #interfaces: { readonly names: readonly string[]; readonly at: number } | undefined;
  #lastSweep = Number.NEGATIVE_INFINITY;
  #turn = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(keeping: FiguresKeeping) {
    this.#keeping = keeping;
    // The wall clock may be set back, and rows must not be told twice or never.
    this.#now = keeping.now ?? (() => Math.round(performance.timeOrigin + performance.now()));
    this.#host = new HostHistory(this.#now());
  }

  /** Begins to measure. */
  start(): void {
    this.#timer ??= setInterval(() => this.tick(), readingEveryMs).unref();
    this.tick();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Reads what is due. Called each two seconds. */
  tick(): void {
    const now = this.#now();
    const instances = this.#keeping.table.all();
    const isLookedAt = this.#keeping.attention.isLookedAt;
    const due = pauseBetweenReadings(instances.length, isLookedAt);
    // A timer is some milliseconds early or late.
    if (now - this.#lastSweep < due - readingEveryMs / 2) return;
    this.#lastSweep = now;
    this.#sweep(now, instances);
    if (!isLookedAt) return;
    this.#askInTurn(now, instances);
    this.#addresses.tick(now, instances);
  }

  /**
   * The last hour of an instance, from memory; whoever asks looks at it.
   *
   * @param since `until` of the answer before: only what came after it is told.
   * @throws GantryError `not_found`, `state_damaged`
   */
  ofInstance(reference: string, since = 0): InstanceLastHour {
    const instance = this.#keeping.table.get(reference);
    this.#keeping.attention.look();
    const now = this.#now();
    const isNew = (this.#watchedUntil.get(instance.uuid) ?? 0) < now;
    this.#watchedUntil.set(instance.uuid, now + watchedForMs);
    if (isNew) void this.#askDisks(instance);
    const { spec } = instance.stored;
    return {
      instance: instance.name,
      host: this.#keeping.host,
      cpus: spec.cpus,
      memoryBytes: spec.memoryMiB * 1024 * 1024,
      ...this.#historyOf(instance, now).after(since, now),
    };
  }

  /** What every instance with a process uses, from memory; whoever asks looks at this host. */
  usage(): InstanceUsage[] {
    this.#keeping.attention.look();
    return this.#keeping.table.all().flatMap((instance) => {
      const { live, name, uuid } = instance;
      if (live === undefined) return [];
      const { startedAt } = live.runtime;
      // What was read of the process before this one is not this one's.
      const newest = this.#histories.get(uuid)?.newest();
      const figures =
        newest !== undefined && newest.at >= Date.parse(startedAt) ? newest : { at: this.#now() };
      const addresses = this.#addresses.of(live.agent);
      return {
        ...{ name, uuid, host: this.#keeping.host, startedAt, ...figures },
        ...(addresses !== undefined && { addresses }),
        guestAgent: live.agent.isPresent,
      };
    });
  }

  /** The last hour of the host, from memory. */
  ofHost(since = 0): HostLastHour {
    const usage = readHostUsage();
    return {
      host: this.#keeping.host,
      cpus: usage?.cpus ?? 0,
      memoryBytes: usage?.memoryTotalBytes ?? 0,
      ...this.#host.after(since, this.#now()),
    };
  }

  #sweep(now: number, instances: readonly Instance[]): void {
    const netDev = readNetDev();
    const usage = readHostUsage();
    this.#host.note(now, usage && { ...usage, ...trafficOf(netDev, this.#ownInterfaces(now)) });
    for (const instance of instances)
      this.#historyOf(instance, now).noteProcess(now, readProcessUsage(instance, netDev));
    if (this.#histories.size > instances.length)
      this.#forgetAllBut(new Set(instances.map(({ uuid }) => uuid)));
  }

  /** Those that are watched, and one of the others in its turn. */
  #askInTurn(now: number, instances: readonly Instance[]): void {
    this.#turn = (this.#turn + 1) % Math.max(1, instances.length);
    for (const [index, instance] of instances.entries())
      if (index === this.#turn || (this.#watchedUntil.get(instance.uuid) ?? 0) > now)
        void this.#askDisks(instance);
  }

  async #askDisks(instance: Instance): Promise<void> {
    const { uuid } = instance;
    if (this.#asked.has(uuid)) return;
    this.#asked.add(uuid);
    try {
      const reading = await askDisksUsage(instance);
      const now = this.#now();
      this.#historyOf(instance, now).noteDisks(now, reading);
    } finally {
      this.#asked.delete(uuid);
    }
  }

  #historyOf({ uuid }: Instance, now: number): InstanceHistory {
    const known = this.#histories.get(uuid);
    if (known !== undefined) return known;
    const history = new InstanceHistory(now);
    this.#histories.set(uuid, history);
    return history;
  }

  #forgetAllBut(present: ReadonlySet<string>): void {
    for (const uuid of this.#histories.keys()) {
      if (present.has(uuid)) continue;
      this.#histories.delete(uuid);
      this.#watchedUntil.delete(uuid);
    }
  }

  #ownInterfaces(now: number): readonly string[] {
    if (this.#interfaces === undefined || now - this.#interfaces.at > interfacesEveryMs)
      this.#interfaces = { names: ownInterfaces(), at: now };
    return this.#interfaces.names;
  }
}

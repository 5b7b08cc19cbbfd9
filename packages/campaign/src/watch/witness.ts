import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { OwnershipRecord } from "@gantry/kvm-core/model";
import type { GuestKind } from "../guest-kind.ts";
import type { HostPlace } from "../world/names.ts";
import { otherThan } from "../world/names.ts";
import type { World } from "../world/world.ts";
import { JournalReader, type WillRun } from "./journal-reader.ts";
import { type Moment, Moments } from "./moments.ts";
import { Monitor, type Said, type Span } from "./monitor.ts";
import { recordInEtcd, recordOfHost } from "./records.ts";

/** A copy that was ready is ended, not completed, which QEMU tells by these. */
const stepOfCopy: Readonly<Record<string, Moment>> = {
  running: "copying",
  ready: "ready",
  waiting: "finishing",
  pending: "finishing",
};

/** One QEMU process that was seen, and when its guest ran. */
export interface SeenQemu {
  readonly host: HostPlace;
  /** The first 8 digits: its directory is named so. */
  readonly incarnation: string;
  readonly spans: readonly Span[];
  /** What it last said that its migration is. */
  readonly migration?: string | undefined;
  /** Whether it stays in `postcopy-recover` when the link breaks there: before 8.2. */
  readonly isTrappedByRecovery?: boolean;
}

/** A guest that was seen to run although no journal allowed its process to. */
export interface Unallowed {
  readonly host: HostPlace;
  readonly incarnation: string;
}

interface Watched {
  readonly host: HostPlace;
  readonly incarnation: string;
  monitor: Monitor;
}

/** Files, directories and records are looked at so often, in milliseconds. */
const lookEveryMs = 1;
const stepOfStatus: Readonly<Record<string, Moment>> = {
  setup: "setup",
  active: "active",
  "pre-switchover": "pre-switchover",
  device: "device",
  "postcopy-active": "postcopy-active",
  "postcopy-paused": "postcopy-paused",
  "postcopy-recover": "postcopy-recover",
  completed: "completed",
};

/** Watches one instance on both hosts from outside, for as long as it lives: every QEMU of it, both journals, the record. */
export class Witness implements Disposable {
  readonly moments = new Moments();
  readonly unallowed: Unallowed[] = [];
  readonly #world: World;
  readonly #uuid: string;
  readonly #source: HostPlace;
  readonly #watched = new Map<string, Watched>();
  readonly #journals: Readonly<Record<HostPlace, JournalReader>>;
  readonly #arrivedBefore: ReadonlySet<string>;
  readonly #looking: NodeJS.Timeout;
  #isAskingEtcd = false;
  /** The moment after which a commit may be made. */
  readonly #commitsAfter: Moment;
  /** The epoch of a commit that lets the source's process still send what the target lacks. */
  handedOnIn: number | undefined;

  constructor(
    world: World,
    { uuid, source, guest }: { readonly uuid: string; readonly source: HostPlace; readonly guest: GuestKind },
  ) {
    this.#commitsAfter = guest === "post-copy" ? "pre-switchover" : "device";
    this.#world = world;
    this.#uuid = uuid;
    this.#source = source;
    const journal = (host: HostPlace) =>
      new JournalReader(
        host,
        join(world.hosts[host].stateDir, "instances", uuid, "journal"),
        (shown, seenAt) => world.hosts[host].clock?.trueTime(shown, seenAt) ?? shown,
      );
    this.#journals = { a: journal("a"), b: journal("b") };
    this.#arrivedBefore = new Set(this.#arrivals());
    this.#look();
    this.#looking = setInterval(() => this.#look(), lookEveryMs);
  }

  get seen(): SeenQemu[] {
    return [...this.#watched.values()].map(
      ({ host, incarnation, monitor: { spans, migration, version, isClosed } }) => ({
        ...{ host, incarnation, spans, migration },
        isTrappedByRecovery: migration === "postcopy-recover" && version < 802 && !isClosed,
      }),
    );
  }

  /** Every line by which a journal allowed a process to run. */
  get allowed(): WillRun[] {
    return [...this.#journals.a.allowed, ...this.#journals.b.allowed].toSorted(
      (one, other) => one.at - other.at,
    );
  }

  [Symbol.dispose](): void {
    clearInterval(this.#looking);
    for (const { monitor } of this.#watched.values()) monitor[Symbol.dispose]();
  }

  #look(): void {
    for (const host of ["a", "b"] as const) this.#lookForProcesses(host);
    const target = otherThan(this.#source);
    this.#readJournal(this.#source, "begin", / migrate /);
    this.#readJournal(target, "will run", / (will-run|stands) /);
    if (!this.moments.has("handed over") && this.#arrivals().some((name) => !this.#arrivedBefore.has(name)))
      this.moments.came("handed over");
    this.#lookForCommit(target);
  }

  #readJournal(host: HostPlace, moment: Moment, line: RegExp): void {
    const journal = this.#journals[host];
    journal.look();
    if (!this.moments.has(moment) && journal.had(line)) this.moments.came(moment);
  }

  #lookForProcesses(host: HostPlace): void {
    const { runDir } = this.#world.hosts[host];
    for (const name of namesIn(runDir)) {
      const [uuid, incarnation = ""] = name.split("-");
      if (uuid !== this.#uuid.slice(0, 8) || incarnation.length !== 8) continue;
      const known = this.#watched.get(name);
      const isKnown = known !== undefined && !(known.monitor.isClosed && !known.monitor.hasGreeted);
      const path = join(runDir, name, "rescue.sock");
      if (isKnown || !existsSync(path)) continue;
      if (host !== this.#source) this.moments.came("prepare");
      const { clock } = this.#world.hosts[host];
      const monitor = new Monitor(
        path,
        (said) => this.#heard({ host, incarnation }, said),
        (shown) => clock?.trueTime(shown) ?? shown,
      );
      this.#watched.set(name, { host, incarnation, monitor });
    }
  }

  #heard({ host, incarnation }: Omit<Watched, "monitor">, said: Said): void {
    const { event } = said;
    const isSource = host === this.#source;
    const step = stepOf(said);
    if (isSource && step !== undefined) this.moments.came(step);
    if (isSource && (event === "SHUTDOWN" || event === "closed")) this.moments.came("retire");
    if (event !== "RESUME") return;
    this.#journals[host].look();
    const isAllowed = this.#journals[host].allowed.some((line) => line.incarnation.startsWith(incarnation));
    if (!isAllowed) this.unallowed.push({ host, incarnation });
    if (!isSource) this.moments.came("resumed");
  }

  #arrivals(): string[] {
    const { stateDir } = this.#world.hosts[otherThan(this.#source)];
    return namesIn(join(stateDir, "incoming")).filter((name) => name.endsWith(".arrived"));
  }

  /** Only between the two moments in which it can come: the record is not read for nothing. */
  #lookForCommit(target: HostPlace): void {
    if (!this.moments.has(this.#commitsAfter) || this.moments.has("committed")) return;
    const { etcd, hosts } = this.#world;
    const take = (record: OwnershipRecord | undefined) => {
      if (record?.owner !== hosts[target].name) return;
      if (record.migration?.handsOn !== undefined) this.handedOnIn = record.epoch;
      this.moments.came("committed");
    };
    if (etcd === undefined) return take(recordOfHost(hosts[this.#source].stateDir, this.#uuid));
    if (this.#isAskingEtcd) return;
    this.#isAskingEtcd = true;
    void recordInEtcd(etcd.door, this.#uuid)
      .then(take)
      .finally(() => (this.#isAskingEtcd = false));
  }
}

function stepOf({ event, status = "", job }: Said): Moment | undefined {
  if (event === "MIGRATION") return stepOfStatus[status];
  if (job?.startsWith("copy-") !== true) return undefined;
  return event === "HALF_DONE" ? "half copied" : stepOfCopy[status];
}

/** One that is not there, or goes with its disk while it is looked at, has none. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

import type { Duplex } from "node:stream";
import type { HostServices, OperationContext } from "../instance/index.ts";
import type { CloneOptions } from "../instance/clone-instance.ts";
import { deleteInstance } from "../instance/delete-instance.ts";
import { feelPulse } from "../instance/feel-pulse.ts";
import { inspectInstance } from "../instance/inspect-instance.ts";
import { pauseInstance, resumeInstance } from "../instance/pause-instance.ts";
import { type LogPage, type LogWish, readInstanceLog } from "../instance/read-instance-log.ts";
import { readAllFigures } from "../instance/read-figures.ts";
import { pressCtrlAltDel } from "../instance/press-ctrl-alt-del.ts";
import { rebootInstance } from "../instance/reboot-instance.ts";
import { sendBreak } from "../instance/send-break.ts";
import { recordedInstances } from "../instance/recorded-instances.ts";
import { showCommandLine } from "../instance/show-command-line.ts";
import { startInstance } from "../instance/start-instance.ts";
import { stopInstance } from "../instance/stop-instance.ts";
import { suspendInstance } from "../instance/suspend/suspend-instance.ts";
import { updateInstance } from "../instance/update-instance.ts";
import type { ImageLibrary } from "../images/index.ts";
import { IncomingMigrations } from "../migration/index.ts";
import type { Finding, HostFacts } from "../model/host.ts";
import type { FiguresRow, InstanceDetail, InstanceEvent, InstanceSummary } from "../model/instance.ts";
import type { MigrationOptions, MigrationPlan, MigrationResult } from "../model/migration.ts";
import type { CheckablePeer, MigrationPeer } from "../model/migration-peer.ts";
import type { InstanceSpecInput } from "../model/spec.ts";
import type { SerialPort } from "../serial/index.ts";
import { lockStateDir, removeUnpublished } from "../state-dir/index.ts";
import { adoptHost } from "./adopt-host.ts";
import { Attention } from "./attention.ts";
import { cloneListed, type CloneResult } from "./clone-listed.ts";
import { createListed } from "./create-listed.ts";
import { Departures, type MigrationRequest, type Prospects, type RecoveredInstance } from "./departures.ts";
import { DiskVerbs } from "./disk-verbs.ts";
import { FiguresKeeper } from "./figures-keeper.ts";
import { findPort } from "./find-port.ts";
import { GuestVerbs } from "./guest-verbs.ts";
import { HostView } from "./host-view.ts";
import { configOf, type HypervisorOptions } from "./hypervisor-config.ts";
import { ImageVerbs } from "./image-verbs.ts";
import { InstanceTable } from "./instance-table.ts";
import { NicVerbs } from "./nic-verbs.ts";
import { openHost } from "./open-host.ts";
import { openLibrary } from "./open-library.ts";
import { previewCommandLine } from "./preview-command-line.ts";
import { RepairVerbs } from "./repair-verbs.ts";
import { SnapshotVerbs } from "./snapshot-verbs.ts";
import {
  checkReboot,
  checkSpec,
  checkStop,
  type NewInstance,
  type RebootWishes,
  type StopWishes,
} from "./verb-options.ts";

/**
 * Runs the QEMU instances of one host. The QEMU processes are the truth: they outlive this object and this program, and
 * the next `open` on the same directories takes them up again.
 *
 * Instances are named by name or uuid. Every method throws GantryError and leaves nothing half done.
 */
export class Hypervisor implements AsyncDisposable {
  /** The target's side of migrations to this host. */
  readonly incoming: IncomingMigrations;
  /** What the host and its instances used in the last hour, as far as it was measured since this was opened. */
  readonly lastHour: FiguresKeeper;
  readonly disks: DiskVerbs;
  readonly nics: NicVerbs;
  readonly snapshots: SnapshotVerbs;
  /** For migrations that cannot be finished without a person. */
  readonly repair: RepairVerbs;
  /** What only the guest itself can answer, through its agent. */
  readonly guest: GuestVerbs;
  readonly images: ImageVerbs;
  readonly #library: ImageLibrary;
  readonly #services: HostServices;
  readonly #table: InstanceTable;
  readonly #attention: Attention;
  readonly #view: HostView;
  readonly #departures: Departures;
  readonly #lock: Disposable;
  readonly #lifetime: AbortController;

  private constructor(
    services: HostServices,
    held: {
      readonly table: InstanceTable;
      readonly view: HostView;
      readonly lock: Disposable;
      readonly lifetime: AbortController;
      readonly library: ImageLibrary;
    },
  ) {
    this.#services = services;
    this.#library = held.library;
    this.#view = held.view;
    this.#lock = held.lock;
    this.#lifetime = held.lifetime;
    this.#table = held.table;
    this.#departures = new Departures(this.#table, services.log);
    this.#attention = new Attention(() => this.#table.all().map((instance) => () => feelPulse(instance)));
    const [{ host }, attention] = [services, this.#attention];
    this.lastHour = new FiguresKeeper({ host, table: this.#table, attention });
    this.incoming = new IncomingMigrations(services, this.#table);
    this.disks = new DiskVerbs(this.#table);
    this.nics = new NicVerbs(this.#table);
    this.snapshots = new SnapshotVerbs(this.#table);
    this.repair = new RepairVerbs(services, this.#table, this.incoming);
    this.guest = new GuestVerbs(this.#table);
    this.images = new ImageVerbs(this.#library, this.#table, services);
  }

  /**
   * Opens this host: takes the state directory for itself, finds QEMU, takes up every process that a former one left and
   * cleans up after those that ended.
   *
   * @throws GantryError `state_dir_in_use`, `qemu_missing`, `kvm_unusable`, `path_refused`, `invalid_input` (no such `qemuUser`).
   */
  static async open(options: HypervisorOptions): Promise<Hypervisor> {
    const config = configOf(options);
    const lifetime = new AbortController();
    const services = await openHost(config, lifetime.signal);
    const lock = lockStateDir(services.layout.lockFile);
    const table = new InstanceTable();
    const view = new HostView(config, services, table);
    const library = await openLibrary(config, services);
    const hypervisor = new Hypervisor(services, { table, view, lock, lifetime, library });
    try {
      await removeUnpublished(services.layout);
      await adoptHost(services, table, hypervisor.incoming);
      hypervisor.lastHour.start();
      return hypervisor;
    } catch (error) {
      // What was taken up already would else keep its monitor, which serves one client.
      await hypervisor[Symbol.asyncDispose]();
      throw error;
    }
  }

  get host(): string {
    return this.#services.host;
  }

  /** How guests run here. */
  get accelerator(): "kvm" | "tcg" {
    return this.#services.accelerator;
  }

  /**
   * Every instance of this host, sorted by name. From memory, kept fresh by QEMU's events: never waits for a QEMU. While
   * lists are asked for, a QEMU that hangs is shown as unresponsive within four seconds.
   */
  list(): InstanceSummary[] {
    this.look();
    return this.#table.summaries();
  }

  /** Somebody looks at this host, without asking here: for ten seconds QEMUs that hang are noticed. */
  look(): void {
    this.#attention.look();
  }

  has(reference: string): boolean {
    return this.#table.find(reference) !== undefined;
  }

  /** Spec, process and live figures. A QEMU that does not answer within 1 s costs only its figures. */
  async get(reference: string): Promise<InstanceDetail> {
    this.look();
    return await inspectInstance(this.#table.get(reference));
  }

  /** Live figures of every instance, read at the same time. A QEMU that does not answer within 1 s has none. */
  async figures(): Promise<FiguresRow[]> {
    this.look();
    return await readAllFigures(this.#table.all());
  }

  /**
   * Makes an instance, and starts it when asked. One that could not be started is there, stopped.
   *
   * @throws GantryError `invalid_input` and `invalid_spec` with every fault, `name_taken`, `disk_full`.
   */
  async create(input: NewInstance, context?: OperationContext): Promise<InstanceSummary> {
    const parts = { services: this.#services, table: this.#table, library: this.#library };
    const { instance, start } = await createListed(input, parts, context);
    if (start) await startInstance(instance, context);
    return instance.summary();
  }

  /** Makes a stopped instance from a stopped one, with disks of its own. See `cloneInstance`. */
  clone(reference: string, options: CloneOptions, context?: OperationContext): Promise<CloneResult> {
    return cloneListed(this.#table, { reference, options }, context);
  }

  /**
   * Changes a stopped instance.
   *
   * @param revision of the spec that the change began with, as `get` told it.
   * @throws GantryError `invalid_spec` with every fault, `wrong_state`, `changed_meanwhile`.
   */
  async update(reference: string, spec: InstanceSpecInput, revision?: string): Promise<InstanceSummary> {
    const instance = this.#table.get(reference);
    await updateInstance(instance, { spec: checkSpec(spec), revision });
    return instance.summary();
  }

  /** Removes a stopped instance; its disks only when asked. */
  async delete(reference: string, wishes: { readonly deleteDisks?: boolean } = {}): Promise<void> {
    const instance = this.#table.get(reference);
    await deleteInstance(instance, { deleteDisks: wishes.deleteDisks ?? false });
    this.#table.remove(instance);
  }

  async start(reference: string, context?: OperationContext): Promise<void> {
    await startInstance(this.#table.get(reference), context);
  }

  /** Asks the guest to shut down and waits for it, a minute when not said otherwise; `force` pulls the plug. */
  async stop(reference: string, wishes: StopWishes = {}, context?: OperationContext): Promise<void> {
    await stopInstance(this.#table.get(reference), checkStop(wishes), context);
  }

  /**
   * Asks the guest to reboot and waits for it, a minute when not said otherwise; `hard` resets the machine at once.
   * `powerCycle` takes a new QEMU process.
   */
  async reboot(reference: string, wishes: RebootWishes = {}, context?: OperationContext): Promise<void> {
    await rebootInstance(this.#table.get(reference), checkReboot(wishes), context);
  }

  async pause(reference: string): Promise<void> {
    await pauseInstance(this.#table.get(reference));
  }

  async resume(reference: string): Promise<void> {
    await resumeInstance(this.#table.get(reference));
  }

  /** Saves the guest's memory and ends its QEMU; `start` lets it go on from there. See `suspendInstance`. */
  async suspend(reference: string, context?: OperationContext): Promise<void> {
    await suspendInstance(this.#table.get(reference), context);
  }

  /** What QEMU is, or would be, run as: the binary and its arguments. */
  async commandLine(reference: string): Promise<string[]> {
    return await showCommandLine(this.#table.get(reference));
  }

  /** The same of an instance that is not made yet. Makes nothing. See `previewCommandLine` for what it throws. */
  async preview(input: NewInstance): Promise<string[]> {
    return await previewCommandLine(input, { services: this.#services, library: this.#library });
  }

  /** A page of what its QEMU printed, or of what was said over its monitor. */
  async log(reference: string, wish: LogWish): Promise<LogPage> {
    return await readInstanceLog(this.#services.layout, this.#table.get(reference).uuid, wish);
  }

  /** A serial port of an instance, running or not. @throws GantryError `not_found` when the spec has no such port. */
  console(reference: string, port = 0): SerialPort {
    return findPort(this.#table.get(reference), port);
  }

  /** The directory for what is recorded of an instance's consoles. Gone with the instance, made by who records. */
  recordingsDir(uuid: string): string {
    return this.#services.layout.recordingsDir(uuid);
  }

  /** Uuids of instances, also of such as are not here any more, of whose consoles something was recorded here. */
  async recorded(): Promise<string[]> {
    return await recordedInstances(this.#services.layout);
  }

  /** Sends a serial BREAK. @throws GantryError `wrong_state` when the instance has no process. */
  async sendBreak(reference: string, port = 0): Promise<void> {
    await sendBreak(this.#table.get(reference), port);
  }

  /** Presses Ctrl-Alt-Del on the graphic keyboard. @throws GantryError `wrong_state` when the instance has no process. */
  async pressCtrlAltDel(reference: string): Promise<void> {
    await pressCtrlAltDel(this.#table.get(reference));
  }

  /**
   * Every change from now on, until `signal` aborts. Begin with `list()` after calling this, and nothing is missed.
   *
   * @param how `attentive: false` for one that passes news on to nobody in particular: it does not keep QEMUs from being
   *   left alone while nobody looks.
   */
  watch(
    signal: AbortSignal,
    { attentive = true }: { readonly attentive?: boolean } = {},
  ): AsyncIterable<InstanceEvent> {
    if (attentive) this.#attention.watch(signal);
    return this.#services.hub.watch(signal);
  }

  /** Memory, processors, disk space, QEMU and KVM of this host, and what its instances take of them. */
  async hostFacts(): Promise<HostFacts> {
    return await this.#view.facts();
  }

  /** What the host is doing now, as counters since it booted. Takes a second at most. */
  hostCounters(): ReturnType<HostView["counters"]> {
    return this.#view.counters();
  }

  /** Everything that stands in the way of running guests here, each with its fix. */
  async doctor(): Promise<Finding[]> {
    return await this.#view.doctor();
  }

  /** What a migration would meet: every check with its evidence and fix, and a forecast. Changes nothing. */
  async planMigration(
    reference: string,
    peer: CheckablePeer | undefined,
    options: MigrationOptions,
  ): Promise<MigrationPlan> {
    return await this.#departures.plan(reference, { peer, options });
  }

  /** The same for several hosts at once, in the time of one. In the order of `peers`. */
  async planMigrations(reference: string, request: Prospects): Promise<MigrationPlan[]> {
    return await this.#departures.planAll(reference, request);
  }

  /**
   * Moves an instance to another host; it is gone from here when this returns. See `migrateInstance`. Without a `peer` it
   * goes over to a new QEMU process of this host: see `moveHere`.
   */
  async migrate(reference: string, how: MigrationRequest): Promise<MigrationResult> {
    return await this.#departures.migrate(reference, how);
  }

  /**
   * Finishes migrations that were left unfinished. Call at start and from time to time.
   *
   * @returns what became of each instance of which that was not known before.
   */
  async recover(peerOf: (host: string) => MigrationPeer<Duplex> | undefined): Promise<RecoveredInstance[]> {
    const known = await this.#departures.recover(peerOf);
    await this.incoming.forget(peerOf);
    return known;
  }

  /** Lets go of everything: guests run on, the next `open` takes them up. Twice is no more than once. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#lifetime.signal.aborted) return;
    this.#lifetime.abort();
    this.#attention[Symbol.dispose]();
    this.lastHour[Symbol.dispose]();
    this.#services.kernelLog[Symbol.dispose]();
    await this.incoming.release();
    await this.#table.release();
    await this.#services.fifos[Symbol.asyncDispose]();
    this.#lock[Symbol.dispose]();
  }
}

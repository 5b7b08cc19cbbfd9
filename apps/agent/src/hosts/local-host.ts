import type { Duplex } from "node:stream";
import type { Hypervisor } from "@gantry/kvm-core";
import type {
  AuditEntry,
  auditInput,
  cloneInput,
  createInput,
  deleteInput,
  FiguresRow,
  Finding,
  GuestInfo,
  HostInfo,
  HostLastHour,
  InstanceDetail,
  InstanceLogPage,
  InstanceLastHour,
  InstanceSummary,
  InstanceUsage,
  instanceLogInput,
  MigrationPeer,
  MigrationPlan,
  migrationInput,
  Operation,
  operationWaitInput,
  OwnEvidence,
  previewInput,
  rebootInput,
  startInput,
  recoverInput,
  stopInput,
  updateInput,
} from "@gantry/kvm-core/model";
import type { AuditTable, MaintenanceTable } from "@gantry/store";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { Recorder } from "../console/recorder.ts";
import type { FactSources } from "../evacuation/gather-facts.ts";
import type { AddressGuard } from "../images/address-guard.ts";
import type { Operations } from "../operations/operations.ts";
import { demoGuestIn } from "./demo-guest.ts";
import type { HostAgent } from "./host-agent.ts";
import { LocalConsoles } from "./local-consoles.ts";
import { LocalDisks } from "./local-disks.ts";
import { LocalMaintenance } from "./local-maintenance.ts";
import { LocalImages } from "./local-images.ts";
import { LocalNics } from "./local-nics.ts";
import { LocalSnapshots } from "./local-snapshots.ts";
import { LocalWork } from "./local-work.ts";

/** What the own host's verbs need. */
export interface LocalHostServices {
  readonly driver: Hypervisor;
  readonly operations: Operations;
  readonly audit: AuditTable;
  readonly agent: HostInfo["agent"];
  /** Directory of the guest that is offered for a first try. */
  readonly demoGuest: string | undefined;
  readonly recorder: Recorder;
  /** Where images may be fetched from. */
  readonly guard: AddressGuard;
  /** Told when somebody looks at this host. */
  readonly onLook: () => void;
  /** The peer an instance could move to. @throws GantryError `host_unknown` */
  readonly migrationPeer: (host: string) => MigrationPeer<Duplex>;
  readonly maintenance: MaintenanceTable;
  readonly onMaintenance: () => void;
  /** What the other hosts say of themselves. */
  readonly others: (caller: Caller) => Pick<FactSources, "hosts" | "infoOf">;
  /** Finishes what was left of migrations, as far as that is possible now. */
  readonly recover: () => Promise<void>;
  /** A person, who is named, has decided that this host goes on with an instance. */
  readonly takeOver: (instance: string, actor: string) => Promise<void>;
  /** What is to be said of the store that ownership records are in. */
  readonly examineStore: () => Promise<Finding[]>;
}

/** This machine: short verbs go straight to the driver, long ones become operations. */
export class LocalHost implements HostAgent {
  readonly name: string;
  readonly disks: LocalDisks;
  readonly nics: LocalNics;
  readonly snapshots: LocalSnapshots;
  readonly images: LocalImages;
  readonly consoles: LocalConsoles;
  readonly maintenance: LocalMaintenance;
  readonly #services: LocalHostServices;
  readonly #work: LocalWork;

  constructor(services: LocalHostServices) {
    this.name = services.driver.host;
    this.#services = services;
    this.#work = new LocalWork(services);
    this.disks = new LocalDisks(services.driver, this.#work);
    this.nics = new LocalNics(services.driver, this.#work);
    this.snapshots = new LocalSnapshots(services.driver, this.#work);
    this.images = new LocalImages(services.driver, this.#work, services.guard);
    this.consoles = new LocalConsoles(services.driver, this.#work, services.recorder);
    this.maintenance = this.#openMaintenance(services);
  }

  look(): void {
    this.#services.onLook();
  }

  get(_: Caller, instance: string): Promise<InstanceDetail> {
    return this.#services.driver.get(instance);
  }

  figures(): Promise<FiguresRow[]> {
    return this.#services.driver.figures();
  }

  async usage(): Promise<InstanceUsage[]> {
    return this.#services.driver.lastHour.usage();
  }

  async lastHour(_: Caller, instance: string, since?: number): Promise<InstanceLastHour> {
    return this.#services.driver.lastHour.ofInstance(instance, since);
  }

  async hostLastHour(_: Caller, since?: number): Promise<HostLastHour> {
    return this.#services.driver.lastHour.ofHost(since);
  }

  guestInfo(_: Caller, instance: string): Promise<GuestInfo> {
    return this.#services.driver.guest.info(instance);
  }

  commandLine(_: Caller, instance: string): Promise<string[]> {
    return this.#services.driver.commandLine(instance);
  }

  preview(_: Caller, { spec, newDisks }: z.output<typeof previewInput>): Promise<string[]> {
    return this.#services.driver.preview({ spec, newDisks });
  }

  async log(_: Caller, { instance, ...wish }: z.output<typeof instanceLogInput>): Promise<InstanceLogPage> {
    const { bytes, ...page } = await this.#services.driver.log(instance, wish);
    return { ...page, data: Buffer.from(bytes).toString("base64") };
  }

  async create(caller: Caller, input: z.output<typeof createInput>): Promise<Operation> {
    this.maintenance.assertWelcome(`Creating ${input.spec.name}`, input);
    const { driver } = this.#services;
    const { spec, newDisks } = input;
    const { name } = spec;
    // Made before the operation is: a spec with faults is refused here and now, with every fault. A copy takes its time.
    const copies = spec.disks.some(({ source }) => "image" in source && !source.linked);
    if (!copies) await driver.create({ spec, newDisks });
    return this.#work.record({ kind: "instance.create", caller, instance: name }, async (context) => {
      if (copies) context.step("create", "running");
      if (copies) await driver.create({ spec, newDisks }, context);
      context.step("create", "done");
      if (input.start) await driver.start(name, context);
    });
  }

  update(_: Caller, input: z.output<typeof updateInput>): Promise<InstanceSummary> {
    return this.#services.driver.update(input.instance, input.spec, input.revision);
  }

  async delete(caller: Caller, { instance, deleteDisks }: z.output<typeof deleteInput>): Promise<Operation> {
    return this.#work.begin({ kind: "instance.delete", caller, instance, verb: "delete" }, () =>
      this.#services.driver.delete(instance, { deleteDisks }),
    );
  }

  async start(caller: Caller, input: z.output<typeof startInput>): Promise<Operation> {
    const { instance } = input;
    this.maintenance.assertWelcome(`Starting ${instance}`, input);
    return this.#work.begin({ kind: "instance.start", caller, instance, verb: "start" }, (context) =>
      this.#services.driver.start(instance, context),
    );
  }

  async stop(caller: Caller, { instance, ...options }: z.output<typeof stopInput>): Promise<Operation> {
    const verb = options.force ? "force-stop" : "stop";
    return this.#work.begin({ kind: "instance.stop", caller, instance, verb }, (context) =>
      this.#services.driver.stop(instance, options, context),
    );
  }

  async reboot(caller: Caller, { instance, ...options }: z.output<typeof rebootInput>): Promise<Operation> {
    const verb = options.hard ? "reset" : "reboot";
    return this.#work.begin({ kind: "instance.reboot", caller, instance, verb }, (context) =>
      this.#services.driver.reboot(instance, options, context),
    );
  }

  async pause(_: Caller, instance: string): Promise<InstanceSummary> {
    await this.#services.driver.pause(instance);
    return this.#work.summary(instance);
  }

  async resume(_: Caller, instance: string): Promise<InstanceSummary> {
    await this.#services.driver.resume(instance);
    return this.#work.summary(instance);
  }

  async suspend(caller: Caller, instance: string): Promise<Operation> {
    return this.#work.begin({ kind: "instance.suspend", caller, instance, verb: "suspend" }, (context) =>
      this.#services.driver.suspend(instance, context),
    );
  }

  async clone(caller: Caller, input: z.output<typeof cloneInput>): Promise<Operation> {
    const { instance, evenInMaintenance, ...options } = input;
    this.maintenance.assertWelcome(`Cloning ${instance}`, { evenInMaintenance });
    const order = { kind: "instance.clone", caller, instance, verb: "clone" } as const;
    return this.#work.begin(order, async (context) => ({
      ...(await this.#services.driver.clone(instance, options, context)),
    }));
  }

  async info(): Promise<HostInfo> {
    const { driver, agent, demoGuest } = this.#services;
    return { ...(await driver.hostFacts()), agent, demoGuest: await demoGuestIn(demoGuest) };
  }

  async doctor(): Promise<Finding[]> {
    const { driver, examineStore } = this.#services;
    return [...this.maintenance.findings(), ...(await Promise.all([driver.doctor(), examineStore()])).flat()];
  }

  plan(_: Caller, { instance, target, options }: z.output<typeof migrationInput>): Promise<MigrationPlan> {
    return this.#services.driver.planMigration(instance, this.#peerFor(target), options);
  }

  async migrate(
    caller: Caller,
    { instance, target, options }: z.output<typeof migrationInput>,
  ): Promise<Operation> {
    const peer = this.#peerFor(target);
    const order = { kind: "instance.migrate", caller, instance, verb: "migrate" } as const;
    return this.#work.begin(order, async (context) => ({
      ...(await this.#services.driver.migrate(instance, { peer, options, context })),
    }));
  }

  /** The target of a migration. This host itself is none: what goes there goes over to a new QEMU process of it. */
  #peerFor(target: string): MigrationPeer<Duplex> | undefined {
    return target === this.name ? undefined : this.#services.migrationPeer(target);
  }

  examine(_: Caller, instance: string): Promise<OwnEvidence> {
    return this.#services.driver.repair.examine(instance);
  }

  async recover(caller: Caller, { instance, choose }: z.output<typeof recoverInput>): Promise<void> {
    if (choose !== undefined) await this.#services.takeOver(instance, caller.name);
    await this.#services.recover();
  }

  async operation(_: Caller, id: string): Promise<Operation> {
    return this.#services.operations.get(id);
  }

  wait(_: Caller, input: z.output<typeof operationWaitInput>, signal?: AbortSignal): Promise<Operation> {
    const options = { timeoutMs: input.timeoutSeconds * 1000, ...(signal && { signal }) };
    return this.#services.operations.wait(input.id, options);
  }

  async cancel(_: Caller, id: string): Promise<Operation> {
    return this.#services.operations.cancel(id);
  }

  async audit(_: Caller, { limit, ...filter }: z.output<typeof auditInput>): Promise<AuditEntry[]> {
    return this.#services.audit.newest(limit, filter);
  }

  #openMaintenance(services: LocalHostServices): LocalMaintenance {
    const { driver, operations, maintenance: table, onMaintenance, others, migrationPeer } = services;
    return new LocalMaintenance(driver.host, {
      table,
      operations,
      onChange: onMaintenance,
      sources: (caller) => ({
        ...others(caller),
        driver,
        maintenance: () => table.present(),
        peer: migrationPeer,
      }),
      move: (caller, { uuid, target = "" }, { migration }) =>
        this.migrate(caller, { instance: uuid, target, options: migration }),
      shutDown: (caller, { uuid }, { shutdownTimeoutSeconds: timeoutSeconds }) =>
        this.stop(caller, { instance: uuid, force: false, hostGoesDown: true, timeoutSeconds }),
    });
  }
}

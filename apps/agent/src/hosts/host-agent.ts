import type {
  AuditEntry,
  auditInput,
  cloneInput,
  createInput,
  deleteInput,
  Evidence,
  FiguresRow,
  Finding,
  GuestInfo,
  HostInfo,
  HostLastHour,
  HostSummary,
  ImageList,
  InstanceDetail,
  InstanceLogPage,
  InstanceLastHour,
  InstanceSummary,
  InstanceUsage,
  instanceLogInput,
  MigrationPlan,
  migrationInput,
  Operation,
  OperationEvent,
  OwnEvidence,
  operationListInput,
  operationWaitInput,
  Pool,
  previewInput,
  rebootInput,
  startInput,
  recoverInput,
  stopInput,
  updateInput,
  WatchEvent,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { HostConsoles } from "./host-consoles.ts";
import type { HostDisks, HostNics } from "./host-devices.ts";
import type { HostMaintenance } from "./host-maintenance.ts";
import type { HostImages } from "./host-images.ts";
import type { HostSnapshots } from "./host-snapshots.ts";

/** Input of a verb after its schema has parsed it. */
type Parsed<Schema extends z.ZodType> = z.output<Schema>;

/**
 * What one host can be asked, wherever it is: the driver of this machine answers, or the agent of a peer does. All of it
 * throws GantryError; a peer that does not answer is `host_unreachable`.
 */
export interface HostAgent {
  readonly name: string;
  readonly disks: HostDisks;
  readonly nics: HostNics;
  readonly snapshots: HostSnapshots;
  readonly images: HostImages;
  readonly consoles: HostConsoles;
  readonly maintenance: HostMaintenance;
  /** Somebody looks at this host now: what hangs there shall be noticed. Never waits, never fails. */
  look(): void;
  get(caller: Caller, instance: string): Promise<InstanceDetail>;
  /** Live figures of every instance of this host. */
  figures(caller: Caller): Promise<FiguresRow[]>;
  /** What every instance of this host with a process uses, as it is remembered: asks no QEMU. */
  usage(caller: Caller): Promise<InstanceUsage[]>;
  /** What an instance used in the last hour, of which `since` on. */
  lastHour(caller: Caller, instance: string, since?: number): Promise<InstanceLastHour>;
  /** What the host itself did in the last hour, of which `since` on. */
  hostLastHour(caller: Caller, since?: number): Promise<HostLastHour>;
  /** What the guest's own agent says. */
  guestInfo(caller: Caller, instance: string): Promise<GuestInfo>;
  commandLine(caller: Caller, instance: string): Promise<string[]>;
  /** The command line of an instance that is not made yet. */
  preview(caller: Caller, input: Parsed<typeof previewInput>): Promise<string[]>;
  /** A page of what QEMU printed, or of what was said over its monitor. */
  log(caller: Caller, input: Parsed<typeof instanceLogInput>): Promise<InstanceLogPage>;
  create(caller: Caller, input: Parsed<typeof createInput>): Promise<Operation>;
  update(caller: Caller, input: Parsed<typeof updateInput>): Promise<InstanceSummary>;
  delete(caller: Caller, input: Parsed<typeof deleteInput>): Promise<Operation>;
  start(caller: Caller, input: Parsed<typeof startInput>): Promise<Operation>;
  stop(caller: Caller, input: Parsed<typeof stopInput>): Promise<Operation>;
  reboot(caller: Caller, input: Parsed<typeof rebootInput>): Promise<Operation>;
  pause(caller: Caller, instance: string): Promise<InstanceSummary>;
  resume(caller: Caller, instance: string): Promise<InstanceSummary>;
  suspend(caller: Caller, instance: string): Promise<Operation>;
  clone(caller: Caller, input: Parsed<typeof cloneInput>): Promise<Operation>;
  info(caller: Caller): Promise<HostInfo>;
  doctor(caller: Caller): Promise<Finding[]>;
  plan(caller: Caller, input: Parsed<typeof migrationInput>): Promise<MigrationPlan>;
  migrate(caller: Caller, input: Parsed<typeof migrationInput>): Promise<Operation>;
  /** What this host knows and holds of an instance, or of one that was to come here. */
  examine(caller: Caller, instance: string): Promise<OwnEvidence>;
  /** Looks again for what was left of migrations; with `choose`, takes an instance over here. */
  recover(caller: Caller, input: Parsed<typeof recoverInput>): Promise<void>;
  operation(caller: Caller, id: string): Promise<Operation>;
  wait(caller: Caller, input: Parsed<typeof operationWaitInput>, signal?: AbortSignal): Promise<Operation>;
  cancel(caller: Caller, id: string): Promise<Operation>;
  audit(caller: Caller, query: Parsed<typeof auditInput>): Promise<AuditEntry[]>;
}

/** All hosts this agent answers for: its own and its peers'. */
export interface Hosts {
  /** The host that holds an instance (by name or uuid). @throws GantryError `not_found` */
  holding(instance: string): HostAgent;
  /** The host of that name, or the agent's own. @throws GantryError `host_unknown` */
  named(host: string | undefined): HostAgent;
  /** The host that runs or ran an operation. @throws GantryError `not_found` */
  running(operation: string): HostAgent;
  /** Where a new instance goes. @throws GantryError `host_unknown`, `name_taken` */
  placing(input: Parsed<typeof createInput>): HostAgent;
  /** Where an instance is cloned: it stays on its host. @throws GantryError `not_found`, `name_taken` */
  cloning(input: Parsed<typeof cloneInput>): HostAgent;
  /** One row of the list. @throws GantryError `not_found` */
  summary(instance: string): InstanceSummary;
  /** Somebody looks at all hosts now. */
  look(): void;
  instances(): InstanceSummary[];
  list(): HostSummary[];
  operations(input: Parsed<typeof operationListInput>): Operation[];
  /** Live figures of every instance on all hosts that answer. */
  figures(caller: Caller): Promise<FiguresRow[]>;
  /** What every instance with a process uses, of all hosts that answer. */
  usage(caller: Caller): Promise<InstanceUsage[]>;
  /** What every host that has to do with an instance knows of it, also of those that do not answer. */
  evidence(caller: Caller, instance: string): Promise<Evidence>;
  /** The images and uploads of one host, or of all that answer. @throws GantryError `host_unknown` */
  images(caller: Caller, host: string | undefined): Promise<ImageList>;
  /** The same of their pools. */
  pools(caller: Caller, host: string | undefined): Promise<Pool[]>;
  /** The newest changes on all hosts that answer. */
  audit(caller: Caller, query: Parsed<typeof auditInput>): Promise<AuditEntry[]>;
  watch(signal: AbortSignal): AsyncIterable<WatchEvent>;
  watchOperations(signal: AbortSignal): AsyncIterable<OperationEvent>;
}

import {
  type AuditEntry,
  type auditInput,
  type cloneInput,
  type createInput,
  type deleteInput,
  type FiguresRow,
  type Finding,
  GantryError,
  type GuestInfo,
  type HostInfo,
  type HostLastHour,
  type InstanceDetail,
  type InstanceLogPage,
  type InstanceLastHour,
  type InstanceSummary,
  type InstanceUsage,
  type instanceLogInput,
  isEnded,
  type MigrationPlan,
  type migrationInput,
  type Operation,
  type operationWaitInput,
  type OwnEvidence,
  type previewInput,
  type rebootInput,
  type startInput,
  type recoverInput,
  type stopInput,
  type updateInput,
  withoutOrders,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { HostAgent } from "../hosts/host-agent.ts";
import type { PeerAccess } from "./peer-access.ts";
import { answerWithinMs, PeerCalls } from "./peer-calls.ts";
import { PeerConsoles } from "./peer-consoles.ts";
import { PeerDisks } from "./peer-disks.ts";
import { PeerMaintenance } from "./peer-maintenance.ts";
import { PeerImages } from "./peer-images.ts";
import { PeerNics } from "./peer-nics.ts";
import { PeerSnapshots } from "./peer-snapshots.ts";
import { tellOfLook } from "./tell-of-look.ts";

/** Node's fetch gives up after five minutes without an answer: longer waiting is several calls. */
const waitAtOnceSeconds = 120;
const lookAtMostEachMs = 4000;

/** A peer's host: every verb is the same call to the peer's agent, in the name of the same person. */
export class PeerHost implements HostAgent {
  readonly name: string;
  readonly disks: PeerDisks;
  readonly nics: PeerNics;
  readonly snapshots: PeerSnapshots;
  readonly images: PeerImages;
  readonly consoles: PeerConsoles;
  readonly maintenance: PeerMaintenance;
  readonly #access: PeerAccess;
  readonly #calls: PeerCalls;
  #lastLook = Number.NEGATIVE_INFINITY;

  /** @param onOperation hears of every operation that the peer answers with. */
  constructor(access: PeerAccess, onOperation: (operation: Operation) => void) {
    this.name = access.host;
    this.#access = access;
    this.#calls = new PeerCalls(access, onOperation);
    this.disks = new PeerDisks(this.#calls);
    this.nics = new PeerNics(this.#calls);
    this.snapshots = new PeerSnapshots(this.#calls);
    this.images = new PeerImages(this.#calls, access);
    this.consoles = new PeerConsoles(this.#calls);
    this.maintenance = new PeerMaintenance(this.#calls, access.host);
  }

  /** Told to the peer at most each four seconds, however many look. */
  look(): void {
    const now = performance.now();
    if (now - this.#lastLook < lookAtMostEachMs) return;
    this.#lastLook = now;
    // A peer that does not hear it is away, and shown as such.
    tellOfLook(this.#access).catch(() => undefined);
  }

  get(caller: Caller, instance: string): Promise<InstanceDetail> {
    return this.#calls.call(caller, (agent, options) => agent.instances.get.query({ instance }, options));
  }

  /** Of this host alone: a call that a peer passes on goes no further. */
  async figures(caller: Caller): Promise<FiguresRow[]> {
    return (
      await this.#calls.call(caller, (agent, options) => agent.instances.figures.query(undefined, options))
    ).instances;
  }

  /** Of this host alone too. */
  async usage(caller: Caller): Promise<InstanceUsage[]> {
    return (
      await this.#calls.call(caller, (agent, options) => agent.instances.usage.query(undefined, options))
    ).instances;
  }

  lastHour(caller: Caller, instance: string, since?: number): Promise<InstanceLastHour> {
    const input = { instance, ...(since !== undefined && { since }) };
    return this.#calls.call(caller, (agent, options) => agent.instances.lastHour.query(input, options));
  }

  hostLastHour(caller: Caller, since?: number): Promise<HostLastHour> {
    const input = { host: this.name, ...(since !== undefined && { since }) };
    return this.#calls.call(caller, (agent, options) => agent.host.lastHour.query(input, options));
  }

  guestInfo(caller: Caller, instance: string): Promise<GuestInfo> {
    return this.#calls.call(caller, (agent, options) => agent.guest.info.query({ instance }, options));
  }

  async commandLine(caller: Caller, instance: string): Promise<string[]> {
    const reply = this.#calls.call(caller, (agent, options) =>
      agent.instances.commandLine.query({ instance }, options),
    );
    return (await reply).argv;
  }

  async preview(caller: Caller, input: z.output<typeof previewInput>): Promise<string[]> {
    const asked = { ...input, spec: withoutOrders(input.spec) };
    const reply = this.#calls.call(caller, (agent, options) => agent.instances.preview.query(asked, options));
    return (await reply).argv;
  }

  log(caller: Caller, input: z.output<typeof instanceLogInput>): Promise<InstanceLogPage> {
    return this.#calls.call(caller, (agent, options) => agent.instances.log.query(input, options));
  }

  create(caller: Caller, input: z.output<typeof createInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.instances.create.mutate(input, options));
  }

  async update(caller: Caller, input: z.output<typeof updateInput>): Promise<InstanceSummary> {
    return (await this.#calls.call(caller, (agent, options) => agent.instances.update.mutate(input, options)))
      .instance;
  }

  delete(caller: Caller, input: z.output<typeof deleteInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.instances.delete.mutate(input, options));
  }

  start(caller: Caller, input: z.output<typeof startInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.instances.start.mutate(input, options));
  }

  stop(caller: Caller, input: z.output<typeof stopInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.instances.stop.mutate(input, options));
  }

  reboot(caller: Caller, input: z.output<typeof rebootInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.instances.reboot.mutate(input, options));
  }

  async pause(caller: Caller, instance: string): Promise<InstanceSummary> {
    return (
      await this.#calls.call(caller, (agent, options) => agent.instances.pause.mutate({ instance }, options))
    ).instance;
  }

  async resume(caller: Caller, instance: string): Promise<InstanceSummary> {
    return (
      await this.#calls.call(caller, (agent, options) => agent.instances.resume.mutate({ instance }, options))
    ).instance;
  }

  suspend(caller: Caller, instance: string): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) =>
      agent.instances.suspend.mutate({ instance }, options),
    );
  }

  clone(caller: Caller, input: z.output<typeof cloneInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.instances.clone.mutate(input, options));
  }

  info(caller: Caller): Promise<HostInfo> {
    return this.#calls.call(caller, (agent, options) => agent.host.info.query({ host: this.name }, options));
  }

  async doctor(caller: Caller): Promise<Finding[]> {
    const reply = this.#calls.call(caller, (agent, options) =>
      agent.host.doctor.query({ host: this.name }, options),
    );
    return (await reply).findings;
  }

  async plan(caller: Caller, input: z.output<typeof migrationInput>): Promise<MigrationPlan> {
    return (await this.#calls.call(caller, (agent, options) => agent.migrations.plan.query(input, options)))
      .plan;
  }

  migrate(caller: Caller, input: z.output<typeof migrationInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.migrations.start.mutate(input, options));
  }

  async examine(caller: Caller, instance: string): Promise<OwnEvidence> {
    const { hosts } = await this.#calls.call(caller, (agent, options) =>
      agent.migrations.evidence.query({ instance }, options),
    );
    const own = hosts.find(({ host }) => host === this.name)?.own;
    if (own !== undefined) return own;
    throw new GantryError("host_unreachable", {
      message: `${this.name} does not say what it holds of ${instance}.`,
      hint: `See that its agent runs, in the same version as this one.`,
      details: { host: this.name },
    });
  }

  async recover(caller: Caller, input: z.output<typeof recoverInput>): Promise<void> {
    await this.#calls.call(caller, (agent, options) => agent.migrations.recover.mutate(input, options));
  }

  operation(caller: Caller, id: string): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.operations.get.query({ id }, options));
  }

  async wait(
    caller: Caller,
    { id, timeoutSeconds }: z.output<typeof operationWaitInput>,
    signal?: AbortSignal,
  ): Promise<Operation> {
    const deadline = performance.now() + timeoutSeconds * 1000;
    for (;;) {
      const left = Math.ceil((deadline - performance.now()) / 1000);
      const input = { id, timeoutSeconds: Math.min(Math.max(left, 1), waitAtOnceSeconds) };
      const within = AbortSignal.timeout(input.timeoutSeconds * 1000 + answerWithinMs);
      const until = signal === undefined ? within : AbortSignal.any([within, signal]);
      const operation = await this.#calls.begin(caller, (agent) =>
        agent.operations.wait.query(input, { signal: until }),
      );
      if (isEnded(operation) || left <= waitAtOnceSeconds) return operation;
    }
  }

  cancel(caller: Caller, id: string): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.operations.cancel.mutate({ id }, options));
  }

  async audit(caller: Caller, query: z.output<typeof auditInput>): Promise<AuditEntry[]> {
    return (await this.#calls.call(caller, (agent, options) => agent.audit.list.query(query, options)))
      .entries;
  }
}

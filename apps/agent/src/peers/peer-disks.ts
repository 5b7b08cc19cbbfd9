import type {
  attachDiskInput,
  backupDisksInput,
  changeMediumInput,
  detachDiskInput,
  InstanceDetail,
  limitDiskInput,
  Operation,
  resizeDiskInput,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { HostDisks } from "../hosts/host-devices.ts";
import type { PeerCalls } from "./peer-calls.ts";

/** The disks of a peer's instances. */
export class PeerDisks implements HostDisks {
  readonly #calls: PeerCalls;

  constructor(calls: PeerCalls) {
    this.#calls = calls;
  }

  async attach(caller: Caller, input: z.output<typeof attachDiskInput>): Promise<InstanceDetail> {
    return (await this.#calls.call(caller, (agent, options) => agent.disks.attach.mutate(input, options)))
      .instance;
  }

  detach(caller: Caller, input: z.output<typeof detachDiskInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.disks.detach.mutate(input, options));
  }

  async resize(caller: Caller, input: z.output<typeof resizeDiskInput>): Promise<InstanceDetail> {
    return (await this.#calls.call(caller, (agent, options) => agent.disks.resize.mutate(input, options)))
      .instance;
  }

  async changeMedium(caller: Caller, input: z.output<typeof changeMediumInput>): Promise<InstanceDetail> {
    return (
      await this.#calls.call(caller, (agent, options) => agent.disks.changeMedium.mutate(input, options))
    ).instance;
  }

  async limit(caller: Caller, input: z.output<typeof limitDiskInput>): Promise<InstanceDetail> {
    return (await this.#calls.call(caller, (agent, options) => agent.disks.limit.mutate(input, options)))
      .instance;
  }

  backup(caller: Caller, input: z.output<typeof backupDisksInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.disks.backup.mutate(input, options));
  }
}

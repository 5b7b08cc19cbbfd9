import type {
  AttachedNic,
  attachNicInput,
  detachNicInput,
  InstanceDetail,
  limitNicInput,
  linkNicInput,
  Operation,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";
import type { HostNics } from "../hosts/host-devices.ts";
import type { PeerCalls } from "./peer-calls.ts";

/** The network interfaces of a peer's instances. */
export class PeerNics implements HostNics {
  readonly #calls: PeerCalls;

  constructor(calls: PeerCalls) {
    this.#calls = calls;
  }

  attach(
    caller: Caller,
    input: z.output<typeof attachNicInput>,
  ): Promise<{ instance: InstanceDetail; nic: AttachedNic }> {
    return this.#calls.call(caller, (agent, options) => agent.nics.attach.mutate(input, options));
  }

  detach(caller: Caller, input: z.output<typeof detachNicInput>): Promise<Operation> {
    return this.#calls.begin(caller, (agent, options) => agent.nics.detach.mutate(input, options));
  }

  async setLink(caller: Caller, input: z.output<typeof linkNicInput>): Promise<InstanceDetail> {
    return (await this.#calls.call(caller, (agent, options) => agent.nics.setLink.mutate(input, options)))
      .instance;
  }

  async limit(caller: Caller, input: z.output<typeof limitNicInput>): Promise<InstanceDetail> {
    return (await this.#calls.call(caller, (agent, options) => agent.nics.limit.mutate(input, options)))
      .instance;
  }
}

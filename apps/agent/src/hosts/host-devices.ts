import type {
  AttachedNic,
  attachDiskInput,
  attachNicInput,
  backupDisksInput,
  changeMediumInput,
  detachDiskInput,
  detachNicInput,
  InstanceDetail,
  limitDiskInput,
  limitNicInput,
  linkNicInput,
  Operation,
  resizeDiskInput,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import type { Caller } from "../auth/caller.ts";

/** Verbs on the disks of a host's instances. What waits for nobody answers with the instance as it is then. */
export interface HostDisks {
  attach(caller: Caller, input: z.output<typeof attachDiskInput>): Promise<InstanceDetail>;
  detach(caller: Caller, input: z.output<typeof detachDiskInput>): Promise<Operation>;
  resize(caller: Caller, input: z.output<typeof resizeDiskInput>): Promise<InstanceDetail>;
  changeMedium(caller: Caller, input: z.output<typeof changeMediumInput>): Promise<InstanceDetail>;
  limit(caller: Caller, input: z.output<typeof limitDiskInput>): Promise<InstanceDetail>;
  backup(caller: Caller, input: z.output<typeof backupDisksInput>): Promise<Operation>;
}

/** Verbs on the network interfaces of a host's instances. */
export interface HostNics {
  attach(
    caller: Caller,
    input: z.output<typeof attachNicInput>,
  ): Promise<{ instance: InstanceDetail; nic: AttachedNic }>;
  detach(caller: Caller, input: z.output<typeof detachNicInput>): Promise<Operation>;
  setLink(caller: Caller, input: z.output<typeof linkNicInput>): Promise<InstanceDetail>;
  limit(caller: Caller, input: z.output<typeof limitNicInput>): Promise<InstanceDetail>;
}

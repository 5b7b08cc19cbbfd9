import type { HostLastHour, InstanceLastHour } from "@gantry/kvm-core/model";

const hourMs = 3_600_000;

/** An instance's hour with what came since. */
export function growInstanceHour(old: InstanceLastHour, more: InstanceLastHour): InstanceLastHour {
  const process = joinerOf(old.process.at, more.until);
  const disks = joinerOf(old.disks.at, more.until);
  return {
    ...more,
    process: {
      at: process(old.process.at, more.process.at),
      cpus: process(old.process.cpus, more.process.cpus),
      residentBytes: process(old.process.residentBytes, more.process.residentBytes),
      receivedBytes: process(old.process.receivedBytes, more.process.receivedBytes),
      sentBytes: process(old.process.sentBytes, more.process.sentBytes),
    },
    disks: {
      at: disks(old.disks.at, more.disks.at),
      readBytes: disks(old.disks.readBytes, more.disks.readBytes),
      writtenBytes: disks(old.disks.writtenBytes, more.disks.writtenBytes),
      balloonBytes: disks(old.disks.balloonBytes, more.disks.balloonBytes),
    },
  };
}

/** A host's hour with what came since. */
export function growHostHour(old: HostLastHour, more: HostLastHour): HostLastHour {
  const join = joinerOf(old.at, more.until);
  return {
    ...more,
    at: join(old.at, more.at),
    cpusBusy: join(old.cpusBusy, more.cpusBusy),
    memoryUsedBytes: join(old.memoryUsedBytes, more.memoryUsedBytes),
    load: join(old.load, more.load),
    receivedBytes: join(old.receivedBytes, more.receivedBytes),
    sentBytes: join(old.sentBytes, more.sentBytes),
  };
}

/** Whether an answer goes on where another ended: the same agent, not started anew. */
export function goesOn(
  old: { readonly host: string; readonly from: number } | undefined,
  more: { readonly host: string; readonly from: number },
): boolean {
  return old !== undefined && old.host === more.host && old.from === more.from;
}

/** Joins columns, without those rows of the old ones that are older than an hour. */
function joinerOf(oldTimes: readonly number[], until: number) {
  const first = oldTimes.findIndex((at) => at > until - hourMs);
  const from = first < 0 ? oldTimes.length : first;
  return <Value>(old: readonly Value[], more: readonly Value[]): Value[] => [...old.slice(from), ...more];
}

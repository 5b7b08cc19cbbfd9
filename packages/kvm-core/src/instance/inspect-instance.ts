import type { InstanceDetail, InstanceRuntime } from "../model/instance.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu } from "./live-qemu.ts";
import { readDiskSizes } from "./disks/read-disk-sizes.ts";
import { newQemuOf } from "./new-qemu.ts";
import { readFigures } from "./read-figures.ts";
import { revisionOf } from "./spec-revision.ts";

/** Everything about one instance, live figures included when QEMU answers in time. */
export async function inspectInstance(instance: Instance): Promise<InstanceDetail> {
  const { live, stored } = instance;
  const diskSizes = await readDiskSizes(stored.spec.disks);
  const revision = revisionOf(stored.spec);
  const detail: InstanceDetail = { ...instance.summary(), spec: stored.spec, revision, diskSizes };
  if (live === undefined) return detail;
  const [figures, runtime] = await Promise.all([readFigures(instance), runtimeOf(instance, live)]);
  return { ...detail, runtime, ...(figures === undefined ? {} : { figures }) };
}

async function runtimeOf(instance: Instance, live: LiveQemu): Promise<InstanceRuntime> {
  const { runtime } = live;
  const newQemuVersion = await newQemuOf(runtime, instance.services);
  const logs = instance.stored.spec.serial.flatMap((serial, port) =>
    serial.log ? [instance.services.layout.serialLog(instance.uuid, port)] : [],
  );
  return {
    pid: runtime.process.pid,
    incarnation: runtime.incarnation,
    startedAt: runtime.startedAt,
    rescueMonitor: live.paths.rescueMonitor,
    serialLogs: logs,
    ...runtime.machine,
    qemuVersion: runtime.qemuVersion,
    ...(newQemuVersion === undefined ? {} : { newQemuVersion }),
    epoch: runtime.epoch,
  };
}

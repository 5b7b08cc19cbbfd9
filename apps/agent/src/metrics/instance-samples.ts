import { type FiguresRow, type InstanceSummary, instanceStates } from "@gantry/kvm-core/model";
import type { Sample, Samples } from "./exposition.ts";

type Figures = NonNullable<FiguresRow["figures"]>;

const mebibyte = 1024 * 1024;

/** Instances of this host with what they use. One whose QEMU did not answer has its state and no figures. */
export function instanceSamples(instances: readonly InstanceSummary[], rows: readonly FiguresRow[]): Samples {
  const each = (value: (instance: InstanceSummary) => number): Sample[] =>
    instances.map((instance) => ({ labels: { instance: instance.name }, value: value(instance) }));
  const measured = (value: (figures: Figures) => number | undefined): Sample[] =>
    rows.flatMap(({ name, figures }) =>
      figures === undefined ? [] : [{ labels: { instance: name }, value: value(figures) }],
    );
  const ofDisks = (value: (disk: Figures["disks"][number]) => number): Sample[] =>
    rows.flatMap(({ name, figures }) =>
      (figures?.disks ?? []).map((disk) => ({
        labels: { instance: name, disk: disk.name },
        value: value(disk),
      })),
    );
  const ofNics = (value: (nic: Figures["nics"][number]) => number | undefined): Sample[] =>
    rows.flatMap(({ name, figures }) =>
      (figures?.nics ?? []).map((nic) => ({ labels: { instance: name, nic: nic.name }, value: value(nic) })),
    );
  return {
    gantry_instance_info: instances.map(({ name, uuid, host }) => ({
      labels: { instance: name, uuid, host },
      value: 1,
    })),
    gantry_instance_state: instances.flatMap(({ name, state: present }) =>
      instanceStates.map((state) => ({
        labels: { instance: name, state },
        value: state === present ? 1 : 0,
      })),
    ),
    gantry_instance_cpus: each(({ cpus }) => cpus),
    gantry_instance_cpu_seconds_total: measured(({ cpuSeconds }) => cpuSeconds),
    gantry_instance_memory_assigned_bytes: each(({ memoryMiB }) => memoryMiB * mebibyte),
    gantry_instance_memory_resident_bytes: measured(({ residentBytes }) => residentBytes),
    gantry_instance_memory_balloon_bytes: measured(({ balloonBytes }) => balloonBytes),
    gantry_instance_disk_read_bytes_total: ofDisks(({ readBytes }) => readBytes),
    gantry_instance_disk_written_bytes_total: ofDisks(({ writtenBytes }) => writtenBytes),
    gantry_instance_network_receive_bytes_total: ofNics(({ receiveBytes }) => receiveBytes),
    gantry_instance_network_transmit_bytes_total: ofNics(({ transmitBytes }) => transmitBytes),
  };
}

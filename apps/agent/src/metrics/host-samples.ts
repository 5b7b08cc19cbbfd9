import type { HostCounters } from "@gantry/kvm-core";
import type { Samples } from "./exposition.ts";

/** The host itself. What could not be read is left out. */
export function hostSamples(counters: HostCounters): Samples {
  const { usage, traffic, committed, spaces } = counters;
  const one = (value: number | undefined) => [{ value }];
  return {
    gantry_host_cpus: one(usage?.cpus),
    gantry_host_cpus_assigned: one(committed.cpus),
    gantry_host_cpu_busy_seconds_total: one(usage?.cpuBusySeconds),
    gantry_host_load1: one(usage?.load),
    gantry_host_memory_total_bytes: one(usage?.memoryTotalBytes),
    gantry_host_memory_available_bytes: one(usage && usage.memoryTotalBytes - usage.memoryUsedBytes),
    gantry_host_memory_assigned_bytes: one(committed.memoryBytes),
    gantry_host_filesystem_size_bytes: spaces.map(({ path, sizeBytes }) => ({
      labels: { path },
      value: sizeBytes,
    })),
    gantry_host_filesystem_free_bytes: spaces.map(({ path, freeBytes }) => ({
      labels: { path },
      value: freeBytes,
    })),
    gantry_host_network_receive_bytes_total: one(traffic.receivedBytes),
    gantry_host_network_transmit_bytes_total: one(traffic.sentBytes),
  };
}

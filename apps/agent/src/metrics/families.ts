/** How Prometheus is told of a family: what it is and in which unit, if it has one. */
export interface FamilyFacts {
  readonly type: "gauge" | "counter" | "histogram";
  readonly help: string;
  readonly unit?: "bytes" | "seconds";
}

/** Every family that `GET /metrics` may tell. The names are part of the API: docs/metrics.md explains each. */
export const families = {
  gantry_up: { type: "gauge", help: "1 while the agent answers." },
  gantry_build_info: { type: "gauge", help: "1, with the version of the agent and its host as labels." },
  gantry_instance_info: { type: "gauge", help: "1 for each instance of this host, with its uuid." },
  gantry_instance_state: { type: "gauge", help: "1 for the state that an instance is in, 0 for all others." },
  gantry_instance_cpus: { type: "gauge", help: "Virtual CPUs of an instance." },
  gantry_instance_cpu_seconds_total: {
    type: "counter",
    help: "Processor time that QEMU took for an instance, user and system.",
    unit: "seconds",
  },
  gantry_instance_memory_assigned_bytes: {
    type: "gauge",
    help: "Memory of an instance by its spec.",
    unit: "bytes",
  },
  gantry_instance_memory_resident_bytes: {
    type: "gauge",
    help: "Memory of the host that QEMU holds for an instance.",
    unit: "bytes",
  },
  gantry_instance_memory_balloon_bytes: {
    type: "gauge",
    help: "What the balloon leaves the guest of its memory.",
    unit: "bytes",
  },
  gantry_instance_disk_read_bytes_total: {
    type: "counter",
    help: "Read by the guest since its QEMU started.",
    unit: "bytes",
  },
  gantry_instance_disk_written_bytes_total: {
    type: "counter",
    help: "Written by the guest since its QEMU started.",
    unit: "bytes",
  },
  gantry_instance_network_receive_bytes_total: {
    type: "counter",
    help: "Received by the guest since its tap was made.",
    unit: "bytes",
  },
  gantry_instance_network_transmit_bytes_total: {
    type: "counter",
    help: "Sent by the guest since its tap was made.",
    unit: "bytes",
  },
  gantry_migration_remaining_bytes: {
    type: "gauge",
    help: "Memory that a migration under way has still to send.",
    unit: "bytes",
  },
  gantry_migration_dirty_rate_bytes: {
    type: "gauge",
    help: "Bytes per second that the guest of a migration under way changes.",
    unit: "bytes",
  },
  gantry_migration_throughput_bytes: {
    type: "gauge",
    help: "Bytes per second that a migration under way sends.",
    unit: "bytes",
  },
  gantry_migration_pause_seconds: {
    type: "gauge",
    help: "How long no guest ran in the last migration of an instance from this host.",
    unit: "seconds",
  },
  gantry_migration_duration_seconds: {
    type: "gauge",
    help: "How long the last migration of an instance from this host took, or takes so far.",
    unit: "seconds",
  },
  gantry_migrations_total: {
    type: "counter",
    help: "Migrations from this host that ended since the agent started.",
  },
  gantry_console_viewers: { type: "gauge", help: "Who looks at the consoles of an instance now." },
  gantry_console_skipped_bytes_total: {
    type: "counter",
    help: "Output that viewers were too slow for and were shown as a gap.",
    unit: "bytes",
  },
  gantry_operation_duration_seconds: {
    type: "histogram",
    help: "How long the operations took that ended since the agent started.",
    unit: "seconds",
  },
  gantry_host_cpus: { type: "gauge", help: "Processors of the host." },
  gantry_host_cpus_assigned: { type: "gauge", help: "Virtual CPUs of the instances that have a process." },
  gantry_host_cpu_busy_seconds_total: {
    type: "counter",
    help: "Processor time that the host worked since it booted, guests included.",
    unit: "seconds",
  },
  gantry_host_load1: { type: "gauge", help: "Load of one minute, as in /proc/loadavg." },
  gantry_host_memory_total_bytes: { type: "gauge", help: "Memory of the host.", unit: "bytes" },
  gantry_host_memory_available_bytes: {
    type: "gauge",
    help: "Memory that new programs could use without swapping.",
    unit: "bytes",
  },
  gantry_host_memory_assigned_bytes: {
    type: "gauge",
    help: "Memory, by their specs, of the instances that have a process.",
    unit: "bytes",
  },
  gantry_host_filesystem_size_bytes: {
    type: "gauge",
    help: "Size of the file system under a directory that Gantry uses.",
    unit: "bytes",
  },
  gantry_host_filesystem_free_bytes: {
    type: "gauge",
    help: "What an ordinary user may still fill of it.",
    unit: "bytes",
  },
  gantry_host_network_receive_bytes_total: {
    type: "counter",
    help: "Received by the host's own interfaces since it booted.",
    unit: "bytes",
  },
  gantry_host_network_transmit_bytes_total: {
    type: "counter",
    help: "Sent by the host's own interfaces since it booted.",
    unit: "bytes",
  },
} as const satisfies Readonly<Record<string, FamilyFacts>>;

/** A name that `GET /metrics` may tell. */
export type FamilyName = keyof typeof families;

export type { HostCounters } from "./hypervisor/host-counters.ts";
export type { RecoveredInstance } from "./hypervisor/departures.ts";
export { Hypervisor } from "./hypervisor/hypervisor.ts";
export type { HypervisorOptions } from "./hypervisor/hypervisor-config.ts";
export type { NewInstance, RebootWishes, StopWishes } from "./hypervisor/verb-options.ts";
export type { LogLine, OperationContext } from "./instance/index.ts";
export type { IncomingMigrations } from "./migration/index.ts";
export * from "./model/index.ts";
export type { SerialPort } from "./serial/index.ts";

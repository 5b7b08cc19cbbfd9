export { Hypervisor } from "./hypervisor/hypervisor.ts";
export type { HypervisorConfig } from "./hypervisor/hypervisor-config.ts";
export type { LogLine, OperationContext } from "./instance/index.ts";
export type { IncomingMigrations } from "./migration/index.ts";
export * from "./model/index.ts";
export type { SerialPort } from "./serial/index.ts";

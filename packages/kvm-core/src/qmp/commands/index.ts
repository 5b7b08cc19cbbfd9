export {
  type CpuDefinition,
  type Machine,
  queryCpuDefinitions,
  queryMachines,
  queryVersion,
} from "./abilities.ts";
export type { QmpCaller } from "./ask.ts";
export {
  type BlockDevice,
  type BlockNode,
  type BlockStats,
  queryBlock,
  queryBlockstats,
  queryNamedBlockNodes,
} from "./block.ts";
export { type GuestCpu, queryCpusFast } from "./cpus.ts";
export { type Chardev, queryChardevs, queryName, queryUuid } from "./identity.ts";
export {
  type MigrationParameters,
  migrate,
  migrateCancel,
  migrateContinue,
  migrateIncoming,
  migrateSetCapabilities,
  migrateSetParameters,
  yankMigration,
} from "./migration.ts";
export { quit, systemPowerdown, systemReset } from "./power.ts";
export { type MigrationInfo, type MigrationStatusWord, queryMigrate } from "./query-migrate.ts";
export { cont, queryStatus, type RunStateWord, type Status, stop } from "./run-state.ts";
export { chardevSendBreak } from "./send-break.ts";
export { sendKey } from "./send-key.ts";

export { queryCpuDefinitions, queryMachines, queryVersion } from "./abilities.ts";
export type { QmpCaller } from "./ask.ts";
export { queryBlock, queryBlockstats, queryNamedBlockNodes } from "./block.ts";
export { queryCpusFast } from "./cpus.ts";
export { queryChardevs, queryName, queryUuid } from "./identity.ts";
export {
  migrate,
  migrateCancel,
  migrateContinue,
  migrateIncoming,
  migrateSetCapabilities,
  migrateSetParameters,
  yankMigration,
} from "./migration.ts";
export { quit, systemPowerdown, systemReset } from "./power.ts";
export { type MigrationInfo, queryMigrate } from "./query-migrate.ts";
export { cont, queryStatus, stop } from "./run-state.ts";
export { chardevSendBreak } from "./send-break.ts";
export { sendKey } from "./send-key.ts";

export { queryCpuDefinitions, queryMachines, queryVersion } from "./abilities.ts";
export type { QmpCaller } from "./ask.ts";
export { balloon, queryBalloon, queryGuestMemory, setGuestMemoryInterval } from "./balloon.ts";
export { queryBlock, queryBlockstats, queryNamedBlockNodes } from "./block.ts";
export {
  blockDirtyBitmapAdd,
  blockDirtyBitmapRemove,
  blockdevAdd,
  blockdevDel,
  blockdevSnapshot,
  blockResize,
  transaction,
} from "./block-graph.ts";
export {
  blockCommit,
  blockdevBackup,
  blockdevMirror,
  blockJobCancel,
  blockJobChange,
  blockJobComplete,
  blockStream,
} from "./block-jobs.ts";
export { queryCpusFast } from "./cpus.ts";
export { measureDirtyRate } from "./dirty-rate.ts";
export { deviceAdd, deviceDel, unplugDevice } from "./devices.ts";
export { queryChardevs, queryName, queryUuid } from "./identity.ts";
export { snapshotDelete, snapshotLoad, snapshotSave } from "./internal-snapshots.ts";
export { type Job, jobCancel, jobDismiss, queryJobs } from "./jobs.ts";
export {
  blockdevCloseTray,
  blockdevInsertMedium,
  blockdevOpenTray,
  blockdevRemoveMedium,
  eject,
} from "./media.ts";
export {
  type MigrationParameters,
  announceSelf,
  migrate,
  migrateCancel,
  migrateContinue,
  migrateIncoming,
  migratePause,
  migrateResume,
  migrateSetCapabilities,
  migrateSetParameters,
  migrateStartPostcopy,
  yankMigration,
} from "./migration.ts";
export { hasNbdExports, nbdExportAdd, nbdServerStart, nbdServerStop } from "./nbd-server.ts";
export { netdevAdd, netdevDel, setLink } from "./netdevs.ts";
export { objectAdd, objectDel, qomGet, qomList, qomSet } from "./objects.ts";
export { quit, systemPowerdown, systemReset } from "./power.ts";
export { type MigrationInfo, queryMigrate } from "./query-migrate.ts";
export { cont, queryStatus, stop } from "./run-state.ts";
export { chardevSendBreak } from "./send-break.ts";
export { sendKey } from "./send-key.ts";
export { concludeJob, waitUntilJobReady } from "./wait-for-job.ts";

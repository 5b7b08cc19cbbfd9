export { type Ending, forgetEnding, noteEnding, readEnding, type StopWanted } from "./ending-file.ts";
export { FileOwnershipStore } from "./file-ownership-store.ts";
export {
  type Crashes,
  type DamagedFile,
  type PinnedMachine,
  readInstances,
  removeInstance,
  type StoredInstance,
  makeInstanceDirectory,
  makeInstanceReady,
  writeInstance,
} from "./instance-file.ts";
export {
  appendToJournal,
  boundJournal,
  journalHolds,
  journalMentions,
  migrationTarget,
  newestLines,
  newestMigration,
  noteInJournal,
} from "./journal.ts";
export { Layout, type ProcessPaths, processPaths } from "./layout.ts";
export { type LentFile, lentUuids, readLent, writeLent } from "./lent-file.ts";
export { lockStateDir } from "./lock.ts";
export {
  makeRuntimeReady,
  readRuntime,
  removeRuntime,
  type RuntimeFile,
  runtimeFileSchema,
  writeRuntime,
} from "./runtime-file.ts";
export { makeChecksummedReady, readChecksummed, writeChecksummed } from "./checksummed-file.ts";
export {
  makeSuccessionReady,
  readSuccession,
  removeSuccession,
  type SuccessionFile,
} from "./succession-file.ts";
export { removeUnpublished } from "./remove-unpublished.ts";
export { type ReadyFile, syncDirectory, writeAtomically } from "./atomic-file.ts";
export {
  readSavedMemory,
  removeSavedMemory,
  type SavedMemory,
  writeSavedMemory,
} from "./saved-memory-file.ts";

export { FileOwnershipStore } from "./file-ownership-store.ts";
export {
  type PinnedMachine,
  readInstances,
  removeInstance,
  type StoredInstance,
  writeInstance,
} from "./instance-file.ts";
export { appendToJournal, boundJournal, journalHolds, journalMentions } from "./journal.ts";
export { Layout, type ProcessPaths, processPaths } from "./layout.ts";
export { lockStateDir } from "./lock.ts";
export {
  readRuntime,
  removeRuntime,
  type RuntimeFile,
  runtimeFileSchema,
  writeRuntime,
} from "./runtime-file.ts";
export { readChecksummed, writeChecksummed } from "./checksummed-file.ts";
export { writeAtomically } from "./atomic-file.ts";

export { killProcess, waitUntilGone } from "./end-process.ts";
export {
  isAlive,
  isIncarnation,
  type ProcessIdentity,
  readBootId,
  readIdentity,
  startedAt,
} from "./identity.ts";
export { type ExitStatus, explainEnd } from "./explain-end.ts";
export { findVerdict, KernelLog } from "./kernel-log.ts";
export { lastWords, saidNothing } from "./last-words.ts";
export { type SpawnedQemu, spawnQemu } from "./spawn-qemu.ts";
export { readProcessFigures } from "./figures.ts";

import { type QmpConnection, queryMigrate } from "../../qmp/index.ts";
import { lacksMemory } from "./hand-on-rules.ts";

/** Milliseconds that QEMU has to say it. */
const patienceMs = 1500;

/** What a process that took a guest by post-copy says of its memory. */
export interface MemoryThere {
  /** It lacks a part. One that does not answer may be waiting for just that. */
  readonly missing: boolean;
  /** It has noticed that the stream was cut. */
  readonly cut: boolean;
}

/** Asks a process that may have taken a guest by post-copy. Never throws: no answer is an answer. */
export async function memoryThere(monitor: QmpConnection): Promise<MemoryThere> {
  const answer = queryMigrate(monitor, { timeoutMs: patienceMs });
  return await answer.then(
    ({ status }) => ({ missing: lacksMemory(status), cut: status === "postcopy-paused" }),
    () => ({ missing: true, cut: false }),
  );
}

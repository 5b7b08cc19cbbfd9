import { GantryError } from "../model/error.ts";
import { QmpConnection, queryChardevs } from "../qmp/index.ts";
import { processPaths, type RuntimeFile } from "../state-dir/index.ts";
import type { Instance } from "./instance.ts";
import { transcriptTo } from "./qmp-transcript.ts";

/** How long adoption waits for a greeting before it goes on without, in milliseconds. */
const greetWithinMs = 2000;
/** A hung QEMU may greet whenever it likes: the longest that a timer can be set to, 24 days. */
const withoutEndMs = 2 ** 31 - 1;

/** How far one gets with the monitor of a process that lives. `reason` continues "its monitor …". */
export type Reach =
  | { readonly kind: "open"; readonly monitor: QmpConnection }
  /** It hangs, or serves another client: `opening` resolves when that is over. */
  | { readonly kind: "silent"; readonly reason: string; readonly opening: Promise<Reach> }
  /** It cannot be reached any more: its socket was removed, or another process listens there. */
  | { readonly kind: "lost"; readonly reason: string };

/** Connects to the monitor of a process that an earlier agent started. Never throws. */
export async function reachMonitor(instance: Instance, runtime: RuntimeFile): Promise<Reach> {
  const opening = open(instance, runtime);
  const late = Promise.withResolvers<Reach>();
  const reason = "does not greet: it hangs, or another client holds it. It is taken up as soon as it does.";
  const timer = setTimeout(() => late.resolve({ kind: "silent", reason, opening }), greetWithinMs);
  try {
    return await Promise.race([opening, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function open(instance: Instance, runtime: RuntimeFile): Promise<Reach> {
  const { services, uuid } = instance;
  const { monitor: path } = processPaths(runtime.processDir);
  try {
    const options = {
      path,
      // The process lives: a socket that is not there now will never be.
      connectTimeoutMs: 0,
      greetingTimeoutMs: withoutEndMs,
      signal: services.lifetime,
      transcript: transcriptTo(services.layout.transcript(uuid)),
    };
    const { connection: monitor, answer: chardevs } = await QmpConnection.openAsking(options, queryChardevs);
    if (chardevs.some(({ label }) => label === `monitor-${runtime.incarnation}`))
      return { kind: "open", monitor };
    monitor.close();
    return { kind: "lost", reason: `at ${path} is answered by another QEMU process.` };
  } catch (error) {
    // Linux has no other way to a socket whose name is gone, and QEMU 7.2 takes no new monitor at run time.
    return {
      kind: "lost",
      reason: `cannot be reached (${GantryError.from(error).message}) Was its run directory removed? Only a force stop and a start make it answer again.`,
    };
  }
}

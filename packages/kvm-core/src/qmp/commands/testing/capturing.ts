import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { QmpConnection } from "../../connection.ts";
import type { QmpMonitor } from "../wait-for-job.ts";

// GANTRY_UPDATE_GOLDEN=1 writes what this QEMU says to __captured__; without it, the verbs must understand it.
const update = process.env["GANTRY_UPDATE_GOLDEN"] === "1";

/** Where QEMU's answers are kept, one a file. */
export const captured = join(import.meta.dirname, "../__captured__");

/** Hands every answer on and, when asked to, keeps it under `name` or its command, with `directory` made neutral. */
export function capturing(monitor: QmpConnection, directory: string, name?: string): QmpMonitor {
  const execute = async (command: string, ...[args, options]: [object?, object?]) => {
    const reply = await monitor.executeUnchecked(command, args, options);
    const text = `${JSON.stringify(reply, undefined, 2)}\n`.replaceAll(directory, "/captured");
    if (update) await writeFile(join(captured, `${name ?? command}.json.golden`), text);
    return reply;
  };
  return {
    execute,
    executeUnchecked: execute,
    executeOutOfBand: monitor.executeOutOfBand,
    waitForEvent: (match, options) => monitor.waitForEvent(match, options),
  };
}

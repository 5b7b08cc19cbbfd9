import type { Patience } from "../waiting.ts";
import type { QmpCaller } from "./ask.ts";

/**
 * Presses keys of the graphic keyboard together, such as `["ctrl", "alt", "delete"]` (QKeyCode names). The serial port
 * does not see them.
 */
export async function sendKey(caller: QmpCaller, keys: readonly string[], options?: Patience): Promise<void> {
  await caller.execute("send-key", { keys: keys.map((data) => ({ type: "qcode", data })) }, options);
}

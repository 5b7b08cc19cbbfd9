import type { ArgumentsOf } from "../vocabulary.ts";
import type { Patience } from "../waiting.ts";
import type { QmpCaller } from "./ask.ts";

/** QEMU's name of a key, such as `ctrl` (QKeyCode). */
export type KeyName = Extract<ArgumentsOf<"send-key">["keys"][number], { type: "qcode" }>["data"];

/**
 * Presses keys of the graphic keyboard together, such as `["ctrl", "alt", "delete"]`. The serial port does not see them.
 */
export async function sendKey(
  caller: QmpCaller,
  keys: readonly KeyName[],
  options?: Patience,
): Promise<void> {
  await caller.execute("send-key", { keys: keys.map((data) => ({ type: "qcode" as const, data })) }, options);
}

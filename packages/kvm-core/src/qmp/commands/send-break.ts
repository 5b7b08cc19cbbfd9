import type { Patience } from "../waiting.ts";
import type { QmpCaller } from "./ask.ts";

/** Sends BREAK on a serial port, as Magic SysRq over a serial line needs it. `id` is the chardev's label. */
export async function chardevSendBreak(caller: QmpCaller, id: string, options?: Patience): Promise<void> {
  await caller.execute("chardev-send-break", { id }, options);
}

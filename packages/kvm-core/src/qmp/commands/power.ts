import type { Patience } from "../waiting.ts";
import type { QmpCaller } from "./ask.ts";

/** Ends this QEMU process at once. The connection closes right after. */
export async function quit(caller: QmpCaller, options?: Patience): Promise<void> {
  await caller.execute("quit", undefined, options);
}

/** Presses the ACPI power button. A guest that does not listen to it ignores it for ever. */
export async function systemPowerdown(caller: QmpCaller, options?: Patience): Promise<void> {
  await caller.execute("system_powerdown", undefined, options);
}

/** Presses the reset button. QEMU sends RESET twice for it. */
export async function systemReset(caller: QmpCaller, options?: Patience): Promise<void> {
  await caller.execute("system_reset", undefined, options);
}

import { chardevSendBreak } from "../qmp/index.ts";
import type { Instance } from "./instance.ts";

/** Holds a serial line of a running guest at BREAK for a moment; Linux takes it as the Magic SysRq prefix. */
export async function sendBreak(instance: Instance, port: number): Promise<void> {
  await chardevSendBreak(instance.running.monitor, `serial-${port}`);
}

import { sendKey } from "../qmp/index.ts";
import type { Instance } from "./instance.ts";

/** Presses Ctrl-Alt-Del on the graphic keyboard of a running guest. Its serial ports do not see that. */
export async function pressCtrlAltDel(instance: Instance): Promise<void> {
  await sendKey(instance.running.monitor, ["ctrl", "alt", "delete"]);
}

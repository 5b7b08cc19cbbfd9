import { SerializeAddon } from "@xterm/addon-serialize";
import headless from "@xterm/headless";
import type { ConsolePort } from "./console-port.ts";

/** Output that decides what the screen shows: enough for several repaints of a full-screen program. */
const lookBackBytes = 256 * 1024;

/** What a terminal would show now, as text that paints it, and the number of the byte that follows. */
export async function paintScreen(
  port: ConsolePort,
  { cols, rows }: { cols: number; rows: number },
): Promise<{ seq: number; data: string }> {
  const seq = port.seq;
  const terminal = new headless.Terminal({ cols, rows, scrollback: 1000, allowProposedApi: true });
  try {
    const serializer = new SerializeAddon();
    terminal.loadAddon(serializer);
    for (let at = port.keptFrom(seq - lookBackBytes); at < seq; ) {
      const bytes = await port.read(at, seq - at);
      if (bytes.length === 0) break;
      at = port.keptFrom(at + bytes.length);
      await new Promise<void>((resolve) => terminal.write(bytes, resolve));
    }
    return { seq, data: serializer.serialize() };
  } finally {
    terminal.dispose();
  }
}

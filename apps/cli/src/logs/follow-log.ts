import type { ConsoleSink, ConsoleWish } from "../console/attach-console.ts";
import { stayAttached } from "../console/stay-attached.ts";
import type { LogLines } from "./log-lines.ts";
import type { LogOutput } from "./log-output.ts";

/** Lines as they end, from byte `from` on, until `signal` or whoever reads them ends it. */
export async function followLog(
  wish: ConsoleWish,
  { lines, output, from }: { readonly lines: LogLines; readonly output: LogOutput; readonly from: number },
  signal: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  const flush = async () => {
    await output.flush();
    if (output.isGone) gone.abort();
  };
  const sink: ConsoleSink = {
    next: from,
    show(bytes, taken) {
      const first = (sink.next ?? 0) - bytes.length;
      lines.feed(bytes, { from: first, arrivals: [{ seq: first, at: Date.now() }] });
      void flush().then(taken);
    },
    hear(control) {
      if (control.type !== "boot") return;
      lines.begin(control.n, control.seq);
      void flush();
    },
    opened: () => undefined,
    lost: () => undefined,
  };
  await stayAttached(wish, sink, AbortSignal.any([signal, gone.signal]));
}

import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** The one JSON line that a demo prints when it is ready. */
export interface Ready {
  readonly ready: true;
  /** Signs one browser in, once. */
  readonly url: string;
  readonly hosts: readonly ReadyHost[];
}

/** One host of the demo. */
export interface ReadyHost {
  readonly name: string;
  /** Where its agent answers, such as `http://127.0.0.1:7400`. */
  readonly api: string;
  readonly tokenFile: string;
  /** The agent's process. */
  readonly pid: number;
}

/** Waits for the line. Anything else on standard output is an error: scripts read it. */
export async function readReady(child: ChildProcess): Promise<Ready> {
  if (child.stdout === null) throw new Error("The demo has no standard output.");
  using lines = disposable(createInterface({ input: child.stdout }));
  for (;;) {
    const [line] = (await once(lines.value, "line")) as [string];
    // npm says which script it runs, with an arrow.
    if (line.trim() === "" || line.startsWith("> ")) continue;
    return JSON.parse(line) as Ready;
  }
}

function disposable<Value extends { close(): void }>(value: Value): Disposable & { value: Value } {
  return { value, [Symbol.dispose]: () => value.close() };
}

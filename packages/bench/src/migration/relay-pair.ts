import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("./relay-process.ts", import.meta.url));

/** Both ends of a relayed stream, each a process of its own. */
export interface RelayPair extends AsyncDisposable {
  readonly pids: readonly number[];
}

/** Starts both ends; the source's listens for QEMU when this returns. */
export async function startRelays(options: {
  readonly kind: "plain" | "tls";
  readonly tlsDirectory: string;
  readonly sourceSocket: string;
  readonly targetSocket: string;
}): Promise<RelayPair> {
  const { kind, tlsDirectory, sourceSocket, targetSocket } = options;
  await using stack = new AsyncDisposableStack();
  const start = async (...args: string[]) => {
    const child = fork(program, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    stack.defer(() => end(child));
    const ended = once(child, "exit").then(() => Promise.reject(new Error("A relay ended.")));
    const [said] = await Promise.race([once(child, "message"), ended]);
    // It is ended when it has done its work.
    ended.catch(() => undefined);
    return { pid: child.pid ?? 0, said: String(said) };
  };
  const target = await start("target", kind, tlsDirectory, targetSocket);
  const source = await start("source", kind, tlsDirectory, sourceSocket, target.said);
  const both = stack.move();
  return {
    pids: [source.pid, target.pid],
    [Symbol.asyncDispose]: () => both.disposeAsync(),
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TemporaryHost } from "./temporary-host.ts";

/** What an agent is doing when it is killed. */
export interface LastAct {
  readonly verb: "start" | "suspend" | "take" | "revert" | "backup" | "clone";
  readonly instance: string;
  readonly input?: Readonly<Record<string, unknown>>;
  /** The step and how it stands, as "save memory running"; or "progress" for the first news within a step. */
  readonly moment: string;
  /** What else happens before the next agent comes. */
  readonly afterwards?: () => Promise<void>;
}

/**
 * An agent of this host, in a process of its own, begins `act` and kills itself with SIGKILL at its moment; the next
 * agent is this process again.
 */
export async function dieDuring(host: TemporaryHost, { afterwards, ...act }: LastAct): Promise<void> {
  await host.away(async () => {
    const order = JSON.stringify({ input: {}, ...act, config: host.config });
    const program = fileURLToPath(import.meta.resolve("./die-at-step.ts"));
    const agent = spawn(process.execPath, [program, order], {
      stdio: ["ignore", "inherit", "inherit"],
      // What one agent has compiled the next one need not.
      env: { ...process.env, NODE_COMPILE_CACHE: join(host.dir, "compiled") },
    });
    const [code, signal] = await once(agent, "exit");
    if (signal !== "SIGKILL") throw new Error(`The agent lived on until its end (${String(code)}).`);
    await afterwards?.();
  });
}

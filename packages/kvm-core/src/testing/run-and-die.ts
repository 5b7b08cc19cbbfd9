import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TemporaryHost } from "./temporary-host.ts";

const program = fileURLToPath(import.meta.resolve("./fault-agent.ts"));

/**
 * Carries a verb out in an agent of its own, which kills itself at `point`.
 *
 * @param compiled a directory for what Node has compiled for one of these agents: the next ones begin in half the time.
 * @returns false when it never came so far.
 */
export async function runAndDie(
  { config }: TemporaryHost,
  { verb, point, compiled }: { readonly verb: string; readonly point: string; readonly compiled: string },
): Promise<boolean> {
  const agent = spawn(process.execPath, [program, JSON.stringify({ config, verb, point })], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  return (await once(agent, "exit"))[1] === "SIGKILL";
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { GantryError } from "../model/index.ts";
import { failedProgram } from "./failed-program.ts";

/** What the hook learns, one environment variable each; an empty one is not known. */
export interface HookFacts {
  /** Name of the instance. */
  readonly INSTANCE: string;
  readonly MAC: string;
  /** What the spec says that the guest will use, for filters; nothing sets it in the guest. */
  readonly IP: string;
  readonly BRIDGE: string;
  /** Name of the tap. */
  readonly INTERFACE: string;
  readonly VLAN: string;
}

const deadlineMs = 30_000;
/** How long the last words of a hook that has ended may take, when something it left running holds its output. */
const lastWordsMs = 200;
const writableByOthers = 0o022;

/**
 * Runs the administrator's hook for one interface, once its tap is up. It gets nothing but the facts and a fixed PATH.
 *
 * @throws GantryError `network_failed` when it is missing, could be changed by others, fails or does not end in 30 s or
 *   `timeoutMs`; it and what it started is killed then.
 */
export async function runHook(
  hook: string,
  facts: HookFacts,
  { timeoutMs = deadlineMs }: { readonly timeoutMs?: number } = {},
): Promise<void> {
  await refuseUntrusted(hook);
  try {
    await runToEnd(hook, facts, timeoutMs);
  } catch (cause) {
    const { stderr, why } = failedProgram(cause);
    throw new GantryError("network_failed", {
      message: `The network hook ${hook} failed: ${why}.`,
      hint: `Run it by hand: ${Object.entries(facts)
        .map(([name, value]) => `${name}=${value}`)
        .join(" ")} ${hook}`,
      details: { hook, ...facts, stderr },
      cause,
    });
  }
}

/** Waits for the program, not for its output: a daemon that it starts may hold that for ever. */
async function runToEnd(hook: string, facts: HookFacts, timeoutMs: number): Promise<void> {
  const env = { ...facts, PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" };
  // A group of its own, so that it can be killed with what it waits for.
  const child = spawn(hook, [], { env, cwd: "/", detached: true, stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-4000);
  });
  const closed = once(child.stderr, "close");
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    await once(child, "exit", { signal: limit });
  } catch (error) {
    if (!limit.aborted) throw error;
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    await once(child, "exit");
  }
  await Promise.race([closed, delay(lastWordsMs, undefined, { ref: false })]);
  child.stderr.destroy();
  if (child.exitCode === 0) return;
  const code = child.exitCode ?? child.signalCode;
  throw Object.assign(new Error("The hook failed."), { code, stderr, killed: limit.aborted });
}

/** The hook runs with our rights: nobody else may be able to change it, or put another file in its place. */
async function refuseUntrusted(hook: string): Promise<void> {
  const own = new Set([0, process.getuid?.() ?? 0]);
  for (const [path, what] of [
    [hook, "it"],
    [dirname(hook), "its directory"],
  ] as const) {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined)
      throw untrusted(hook, `${what} does not exist`, "Correct the setting, or remove it.");
    if (path === hook && !found.isFile())
      throw untrusted(hook, "it is not a file", "Give the path of a program.");
    if (!own.has(found.uid)) throw untrusted(hook, `${what} belongs to another user`, `chown root ${path}`);
    if ((found.mode & writableByOthers) !== 0) {
      throw untrusted(hook, `${what} can be written by others`, `chmod go-w ${path}`);
    }
  }
}

function untrusted(hook: string, why: string, fix: string): GantryError {
  return new GantryError("network_failed", {
    message: `The network hook ${hook} was not run: ${why}.`,
    hint: fix,
    details: { hook },
  });
}

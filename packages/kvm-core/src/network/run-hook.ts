import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { GantryError } from "../model/index.ts";
import { failedProgram } from "./failed-program.ts";

/** What the hook learns, one environment variable each; an empty one is not known. */
export interface HookFacts {
  readonly INSTANCE: string;
  readonly MAC: string;
  readonly IP: string;
  readonly BRIDGE: string;
  readonly INTERFACE: string;
  readonly VLAN: string;
}

const deadlineMs = 30_000;
const writableByOthers = 0o022;

/**
 * Runs the administrator's hook for one interface, once its tap is up. It gets nothing but the facts and a fixed PATH.
 *
 * @throws GantryError `network_failed` when it is missing, could be changed by others, fails or does not end in 30 s.
 */
export async function runHook(hook: string, facts: HookFacts): Promise<void> {
  await refuseUntrusted(hook);
  const env = { ...facts, PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" };
  try {
    await promisify(execFile)(hook, [], { env, cwd: "/", timeout: deadlineMs });
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

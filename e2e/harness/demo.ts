import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePortPair } from "./free-ports.ts";
import { pinnedNode, root } from "./places.ts";
import { readReady, type Ready } from "./ready-line.ts";

/** How a demo is started. */
export interface DemoOptions {
  /** `npm start`, or the program that it runs in the end. */
  readonly by: "npm start" | "gantry demo";
  readonly place: DemoPlace;
  readonly hosts?: 1 | 2;
}

/** Directories and ports of one demo; they outlive it. */
export interface DemoPlace {
  /** What `--state` names. */
  readonly state: string;
  /** What the demo and all it starts has as `TMPDIR`: nothing may be left in it. */
  readonly temporary: string;
  readonly port: number;
}

/** A demo that is up. Disposing it ends it, if nothing has. */
export interface Demo extends AsyncDisposable {
  readonly ready: Ready;
  /** The process that was started here: npm, or the demo itself. */
  readonly pid: number;
  /** All it has printed on standard output. */
  readonly printed: () => string;
  /** What Ctrl-C in a terminal does; returns the exit status. */
  readonly interrupt: () => Promise<number | null>;
  /** Waits for the end that something else brought; returns the exit status. */
  readonly ended: () => Promise<number | null>;
}

/** New empty directories, with a short path because sockets lie below it, and two free ports. */
export async function newDemoPlace(): Promise<DemoPlace & AsyncDisposable> {
  const top = await mkdtemp(join(tmpdir(), "gantry-e2e-"));
  const temporary = join(top, "tmp");
  await mkdir(temporary);
  return {
    state: join(top, "s"),
    temporary,
    port: await freePortPair(),
    [Symbol.asyncDispose]: () => rm(top, { recursive: true, force: true }),
  };
}

/** Starts a demo and waits until it says that it is ready. Throws with what it said if it ends instead. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const child = spawnDemo(options);
  const ending = ended(child);
  let printed = "";
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (printed += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-16_384)));
  const ready = await Promise.race([readReady(child), ending.then((code) => ({ code }))]);
  if ("code" in ready || child.pid === undefined) {
    throw new Error(
      `The demo ended with status ${"code" in ready ? ready.code : "unknown"}:\n${said}${printed}`,
    );
  }
  const { pid } = child;
  const interrupt = () => {
    // A terminal sends to the whole group in front of it; `npm start` has one of its own here.
    process.kill(options.by === "npm start" ? -pid : pid, "SIGINT");
    return ending;
  };
  return {
    ready,
    pid,
    printed: () => printed,
    interrupt,
    ended: () => ending,
    [Symbol.asyncDispose]: async () => {
      if (child.exitCode === null && child.signalCode === null) await interrupt();
    },
  };
}

function spawnDemo({ by, place, hosts = 2 }: DemoOptions): ChildProcess {
  const args = ["--json", "--hosts", String(hosts), "--state", place.state, "--port", String(place.port)];
  const env = { ...process.env, TMPDIR: place.temporary };
  if (by === "npm start") {
    return spawn("npm", ["start", "--", "--yes", ...args], {
      cwd: root,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
  return spawn(pinnedNode, [join(root, "apps/cli/dist/gantry.js"), "demo", ...args], {
    cwd: root,
    env,
    // Over the channel the demo hears when we die, however that is, and ends too.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
}

async function ended(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, "close")) as [number | null];
  return code;
}

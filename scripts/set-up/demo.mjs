import { spawn } from "node:child_process";
import { childEnvironment, pinnedNode, root } from "./places.mjs";

const parentLookMs = 1_000;

/**
 * Runs the demo and stays its parent: passes on what a person wants, and tells it when npm is gone. It runs in a
 * session of its own, so that a signal of the terminal reaches it once, from here.
 *
 * @returns {Promise<number>} its exit status
 */
export async function runDemo(talk, { hosts, port, state, json }) {
  const args = [
    "demo",
    "--hosts",
    hosts,
    "--port",
    String(port),
    "--state",
    state,
    ...(json ? ["--json"] : []),
  ];
  const child = spawn(pinnedNode, [`${root}/apps/cli/dist/gantry.js`, ...args], {
    cwd: root,
    detached: true,
    env: childEnvironment(),
    // The channel tells the demo when we die, however that is.
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const passOn = (signal) => child.kill(signal);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, passOn);
  const watch = watchParent(() => child.kill("SIGTERM"));
  if (process.stdin.isTTY) process.stdin.on("data", () => child.connected && child.send("link"));
  const status = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      if (signal !== null)
        talk.line(`The demo was ended by ${signal}. Start it again: it ends what was left.`);
      resolve(code ?? 1);
    });
  });
  clearInterval(watch);
  process.stdin.pause();
  return status;
}

/** Some shells between npm and us die of npm's signal without passing it on: then we have another parent. */
function watchParent(onGone) {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  return setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, parentLookMs);
}

import { join } from "node:path";
import { runCli } from "./run-cli.ts";
import type { Surroundings } from "./surroundings.ts";
import { flushed } from "./terminal/flushed.ts";

/** A second signal within this time is the first one again: npm passes on what the terminal has sent already. */
const echoMs = 1_000;

const surroundings = look();
const code = await runCli(process.argv.slice(2), surroundings);
// A pipe takes what was printed in its own time.
await flushed(process.stdout, surroundings.interrupted);
// An open connection or the channel to our parent must not keep a finished command.
process.exit(code);

function look(): Surroundings {
  const interrupted = new AbortController();
  const urgent = new AbortController();
  const end = () => {
    if (interrupted.signal.aborted) urgent.abort();
    else interrupted.abort();
  };
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      const isEcho = performance.now() - lastAt < echoMs;
      lastAt = performance.now();
      if (!isEcho) end();
    });
  }
  // Started with a channel, we go when whoever started us has gone, however that was.
  if (process.connected) process.once("disconnect", () => interrupted.abort());
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  return {
    env: process.env,
    cwd: process.cwd(),
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    // The same from src/main.ts and from the bundle dist/gantry.js.
    agentMain: join(import.meta.dirname, "../../agent/dist/main.js"),
    interrupted: interrupted.signal,
    urgent: urgent.signal,
    takesLinkRequests: process.connected && process.stdout.isTTY,
    onLinkRequest: (listener) => {
      const hear = (message: unknown) => {
        if (message === "link") listener().catch(() => undefined);
      };
      process.on("message", hear);
      return { [Symbol.dispose]: () => process.off("message", hear) };
    },
  };
}

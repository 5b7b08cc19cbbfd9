import { join } from "node:path";
import { GantryError } from "@gantry/kvm-core/model";
import type { Command } from "commander";
import { type DemoOptions, demoLayout } from "../demo/demo-layout.ts";
import type { RunningDemo } from "../demo/run-demo.ts";
import type { Surroundings } from "../surroundings.ts";
import { Steps } from "../terminal/steps.ts";
import { hostCount, portNumber } from "./option-values.ts";

interface DemoFlags {
  readonly hosts: DemoOptions["hosts"];
  readonly port: number;
  readonly state: string;
  readonly json?: true;
}

/** `gantry demo`: two agents on loopback and a guest, until Ctrl-C. */
export function addDemoCommand(program: Command, surroundings: Surroundings): void {
  program
    .command("demo")
    .description("run a demo on this machine: agents, and a Linux guest to play with, until Ctrl-C")
    .option("--hosts <number>", "how many hosts to play, 1 or 2", hostCount, 2)
    .option("--port <port>", "port of the first host; the second has the next one", portNumber, 7400)
    .option("--state <directory>", "where everything is kept", join(surroundings.cwd, ".gantry"))
    .action(async (_own: object, command: Command) => {
      const { json, state, ...rest }: DemoFlags = command.optsWithGlobals();
      const { runDemo, defaultCacheDir } = await demoParts();
      const { env, stdout, stderr, interrupted, urgent } = surroundings;
      const steps = new Steps({ output: stderr, live: stderr.isTTY && env["NO_COLOR"] === undefined });
      await runDemo(
        {
          layout: demoLayout({ ...rest, stateDir: state }, defaultCacheDir(env)),
          steps,
          agentCommand: [process.execPath, surroundings.agentMain],
          env,
          signal: interrupted,
          urgent,
        },
        async (demo) => {
          stdout.write(
            json ? `${JSON.stringify(demo.ready)}\n` : readyText(demo, surroundings.takesLinkRequests),
          );
          using _requests = surroundings.onLinkRequest(async () => {
            stdout.write(`\n  ${await demo.newLink()}\n`);
          });
          await untilAborted(interrupted);
        },
      );
    });
}

/** A checkout has them, an installed command has not. */
async function demoParts() {
  try {
    const [{ runDemo }, { defaultCacheDir }] = await Promise.all([
      import("../demo/run-demo.ts"),
      import("@gantry/demo-guest"),
    ]);
    return { runDemo, defaultCacheDir };
  } catch (error) {
    throw new GantryError("unsupported", {
      message: "The demo is not installed with the command.",
      hint: "In a checkout of Gantry `npm start` runs it, on any Linux machine.",
      cause: error,
    });
  }
}

function readyText({ ready }: RunningDemo, mayAsk: boolean): string {
  return `
Ready. Open this address; it signs you in, once:

  ${ready.url}

${mayAsk ? "Enter prints another address, " : ""}Ctrl-C ends the demo.
`;
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // Keeps the process alive: a pending promise alone does not.
  const timer = setInterval(() => undefined, 2 ** 30);
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
  clearInterval(timer);
}

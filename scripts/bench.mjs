// `pnpm bench`: installs the peers that can be had, builds what is measured, and measures. A peer that cannot be had is
// left out, and the table says so. `pnpm bench --only key-echo,console-flood --json FILE`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Children } from "./set-up/children.mjs";
import { Failure } from "./set-up/failure.mjs";
import { runScript } from "./set-up/index.mjs";
import { needsOfBenchmarks, needsToRun } from "./set-up/needs.mjs";
import { childEnvironment, pinnedNode, root } from "./set-up/places.mjs";
import { installSystemPackages } from "./set-up/system-packages.mjs";
import { Talk } from "./set-up/talk.mjs";

const context = { talk: new Talk(), children: new Children(), yes: process.env.CI === "true" };

/** Runs a command on this terminal, with the pinned Node first. @returns its exit code */
async function run(command, args) {
  const child = spawn(command, args, { cwd: root, stdio: "inherit", env: childEnvironment() });
  // Ctrl-C reaches it by itself.
  const pass = () => child.kill("SIGTERM");
  process.on("SIGTERM", pass);
  const [code] = await once(child, "exit");
  process.off("SIGTERM", pass);
  return code ?? 1;
}

await runScript(context, async () => {
  await installSystemPackages(context, needsToRun);
  try {
    await installSystemPackages(context, needsOfBenchmarks);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    context.talk.line(`  ${error.message} They are left out.`);
  }
  const turbo = join(root, "node_modules/.bin/turbo");
  const built = [
    "--filter=@gantry/agent",
    "--filter=@gantry/web",
    "--ui=stream",
    "--output-logs=errors-only",
  ];
  const code = await run(turbo, ["run", "build", ...built]);
  if (code !== 0) return code;
  return await run(pinnedNode, [join(root, "packages/bench/src/main.ts"), ...process.argv.slice(2)]);
});

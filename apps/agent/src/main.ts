import { GantryError } from "@gantry/kvm-core/model";
import { pino } from "pino";
import { helpText, readSettings } from "./env.ts";
import { exitCodeOf } from "./exit-code.ts";
import { openAgent } from "./server.ts";
import type { Settings } from "./settings.ts";
import { version } from "./version.ts";

async function main(): Promise<number> {
  const request = readSettings({ argv: process.argv.slice(2), env: process.env });
  if (request.kind === "help") process.stdout.write(helpText());
  if (request.kind === "version") process.stdout.write(`${version}\n`);
  if (request.kind === "run") await run(request.settings);
  return 0;
}

async function run(settings: Settings): Promise<void> {
  const log = pino({ level: settings.logLevel, base: { host: settings.hostName } });
  const { promise: asked, resolve: stop } = Promise.withResolvers<NodeJS.Signals>();
  // Also before it is ready: an agent that is asked to stop while it starts stops when it has started.
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, stop);
  await using agent = await openAgent(settings, log);
  log.info({ url: agent.url, adminTokenFile: agent.adminTokenFile, version, pid: process.pid }, "ready");
  log.info({ signal: await asked }, "stopping; guests run on");
}

try {
  process.exitCode = await main();
} catch (thrown) {
  const error = GantryError.from(thrown);
  process.stderr.write(`${error.message}\n${error.hint}\n`);
  if (error.code === "internal" && error.cause instanceof Error)
    process.stderr.write(`${error.cause.stack}\n`);
  process.exitCode = exitCodeOf(error);
}
// Nothing of ours is left to do; what a library keeps open must not keep the process.
process.exit();

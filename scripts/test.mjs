// `npm test`: the set-up of `npm start`, then every check. Its last line says how it went.
// `npm test -- check unit` runs only those parts.
import { runChecks } from "./check/run-checks.mjs";
import { build } from "./set-up/build.mjs";
import { Children } from "./set-up/children.mjs";
import { installDependencies } from "./set-up/dependencies.mjs";
import { Failure } from "./set-up/failure.mjs";
import { runScript } from "./set-up/index.mjs";
import { needsOfTests, needsToRun } from "./set-up/needs.mjs";
import { installSystemPackages } from "./set-up/system-packages.mjs";
import { Talk } from "./set-up/talk.mjs";
import { runSuites } from "./test/run-suites.mjs";
import { Tally } from "./test/tally.mjs";

const context = { talk: new Talk(), children: new Children() };
const tally = new Tally();

const setUp = {
  "system packages": () =>
    installSystemPackages({ ...context, yes: process.env.CI === "true" }, [...needsToRun, ...needsOfTests]),
  dependencies: () => installDependencies(context),
  build: () => build(context),
};

const parts = {
  check: async () =>
    (await runChecks(context)).map(({ name, ok, output }) => ({
      name: `check: ${name}`,
      status: ok ? "passed" : "failed",
      message: output,
    })),
  unit: () => runSuites(context, "unit"),
  qemu: () => runSuites(context, "qemu"),
  e2e: () => runSuites(context, "e2e"),
};

/** Runs something that should not fail; if it does, that is a failed test by its name. */
async function attempt(name, work) {
  try {
    return (await work()) ?? [];
  } catch (error) {
    const facts = error instanceof Failure ? [error.message, error.output, error.hint] : [error.stack];
    return [{ name, status: "failed", message: facts.filter(Boolean).join("\n") }];
  }
}

async function main() {
  const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
  const unknown = chosen.find((name) => !(name in parts));
  if (unknown !== undefined)
    throw new Failure(`There is no part ${unknown}; there are ${Object.keys(parts).join(", ")}.`);
  for (const [name, work] of Object.entries(setUp)) tally.add(await attempt(`set-up: ${name}`, work));
  for (const name of chosen) tally.add(await attempt(name, parts[name]));
  for (const failure of tally.failures()) context.talk.line(`\n${failure}`);
  return tally.count("failed") === 0 && tally.count("passed") > 0 ? 0 : 1;
}

await runScript(context, main);
// A pipe that something left behind still holds must not keep us.
process.stderr.write("\n", () => process.stdout.write(`${tally.closingLine()}\n`, () => process.exit()));

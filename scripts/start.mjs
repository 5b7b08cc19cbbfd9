// `npm start`: finds what is missing, builds what changed, runs the demo. Needs nothing but Node 20 and npm.
import { build } from "./set-up/build.mjs";
import { Children } from "./set-up/children.mjs";
import { runDemo } from "./set-up/demo.mjs";
import { installDependencies } from "./set-up/dependencies.mjs";
import { runScript } from "./set-up/index.mjs";
import { needsToRun } from "./set-up/needs.mjs";
import { startOptions } from "./set-up/options.mjs";
import { installSystemPackages } from "./set-up/system-packages.mjs";
import { Talk } from "./set-up/talk.mjs";

const context = { talk: new Talk(), children: new Children() };

await runScript(context, async () => {
  const options = startOptions(process.argv.slice(2));
  await installSystemPackages({ ...context, yes: options.yes }, needsToRun);
  await installDependencies(context);
  await build(context);
  return runDemo(context.talk, options);
});

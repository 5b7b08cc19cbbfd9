// `npm run pack`: one archive that a host needs and no more. It holds the agent, the command, the UI and their Node.
// `npm run pack -- --to DIR`; the last line on standard output is the archive's path.
import { parseArgs } from "node:util";
import { writeArchive } from "./pack/archive.mjs";
import { build } from "./set-up/build.mjs";
import { Children } from "./set-up/children.mjs";
import { installDependencies } from "./set-up/dependencies.mjs";
import { runScript } from "./set-up/index.mjs";
import { root } from "./set-up/places.mjs";
import { Talk } from "./set-up/talk.mjs";

const context = { talk: new Talk(), children: new Children() };
const { values } = parseArgs({ options: { to: { type: "string", default: `${root}/dist` } } });

await runScript(context, async () => {
  await installDependencies(context);
  await build(context);
  await context.talk.step("archive", async () => {
    const { path, bytes } = await writeArchive(values.to, context.children);
    process.stdout.write(`${path}\n`);
    return `${Math.round(bytes / 2 ** 20)} MiB`;
  });
  return 0;
});

// `pnpm check`: types, lint, format, layers and what nobody uses. Ends with status 0 when all is well.
import { runChecks } from "./check/run-checks.mjs";
import { Children } from "./set-up/children.mjs";
import { runScript } from "./set-up/index.mjs";
import { Talk } from "./set-up/talk.mjs";

const context = { talk: new Talk(), children: new Children() };

await runScript(context, async () => {
  const failed = (await runChecks(context)).filter(({ ok }) => !ok);
  for (const { name, output } of failed) context.talk.line(`\n— ${name} —\n${output.trimEnd()}`);
  return failed.length === 0 ? 0 : 1;
});

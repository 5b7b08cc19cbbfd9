import { Failure } from "./failure.mjs";

/**
 * Runs a script's main function. Failures are told without a stack; what is under way is ended on a signal, once,
 * however often npm repeats it.
 *
 * @param {{ talk: import("./talk.mjs").Talk, children: import("./children.mjs").Children }} context
 * @param {() => Promise<number>} main returns the exit status
 */
export async function runScript({ talk, children }, main) {
  let signalled;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      signalled ??= signal;
      children.endAll();
    });
  }
  try {
    process.exitCode = await main();
    return;
  } catch (error) {
    if (signalled === undefined) tell(talk, error);
    process.exitCode = 1;
  }
  if (signalled !== undefined) process.exitCode = signalled === "SIGINT" ? 130 : 143;
}

function tell(talk, error) {
  if (!(error instanceof Failure)) {
    talk.line(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return;
  }
  if (error.output) talk.line(`\n${error.output}\n`);
  talk.line(error.message);
  if (error.hint) talk.line(error.hint);
}

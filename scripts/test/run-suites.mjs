import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { lastLines } from "../set-up/children.mjs";
import { pnpm } from "../set-up/dependencies.mjs";
import { root } from "../set-up/places.mjs";
import { kinds, workspacesWith } from "./suites.mjs";

const reports = join(root, "test-results");

/**
 * Runs one kind of tests in every workspace that has it. A suite that crashes, hangs or reports nothing is a failure.
 *
 * @param {{ talk: import("../set-up/talk.mjs").Talk, children: import("../set-up/children.mjs").Children }} context
 * @param {keyof typeof kinds} kindName
 * @returns {Promise<import("./tally.mjs").Result[]>}
 */
export async function runSuites(context, kindName) {
  await mkdir(reports, { recursive: true });
  const results = [];
  for (const workspace of await workspacesWith(kinds[kindName].script)) {
    results.push(...(await runSuite(context, kindName, workspace)));
  }
  return results;
}

async function runSuite({ talk, children }, kindName, { name, directory }) {
  const kind = kinds[kindName];
  const suite = kindName === name ? name : `${kindName} ${name}`;
  const file = join(reports, `${kindName}-${name}.json`);
  await rm(file, { force: true });
  let results = [];
  await talk.step(suite, async (progress) => {
    const { args, env } = kind.reporter(file);
    const command = pnpm("--dir", directory, "run", kind.script, ...args);
    const outcome = await children.run(command, { timeoutMs: kind.timeoutMs, onLine: progress, env });
    results = await readResults(suite, kind, file, outcome);
    const failed = results.filter(({ status }) => status === "failed").length;
    return failed === 0 ? `${results.length} ok` : `${failed} of ${results.length} FAILED`;
  });
  return results;
}

async function readResults(suite, kind, file, { code, output, timedOut }) {
  const crash = (what) => ({ name: `${suite}: ${what}`, status: "failed", message: lastLines(output, 25) });
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (timedOut) return [crash(`was ended after ${kind.timeoutMs / 60_000} minutes`)];
  // Without a report, only "there are no tests" is no crash.
  if (text === undefined) return code === 0 ? [] : [crash(`ended with status ${code} and no report`)];
  const results = kind.results(suite, JSON.parse(text));
  const explained = code === 0 || results.some(({ status }) => status === "failed");
  return explained ? results : [...results, crash(`ended with status ${code} though its tests passed`)];
}

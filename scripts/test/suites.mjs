import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../set-up/places.mjs";
import { resultsOfPlaywright } from "./playwright-report.mjs";
import { resultsOfVitest } from "./vitest-report.mjs";

const minute = 60_000;

/**
 * A kind of tests that workspaces have as a script of the same name.
 *
 * @typedef {{
 *   script: string,
 *   timeoutMs: number,
 *   reporter: (file: string) => { args: string[], env: Record<string, string> },
 *   results: (suite: string, report: any) => import("./tally.mjs").Result[],
 * }} Kind
 */

const vitest = {
  reporter: (file) => ({
    args: ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    env: {},
  }),
  results: resultsOfVitest,
};

const playwright = {
  reporter: (file) => ({ args: ["--reporter=line,json"], env: { PLAYWRIGHT_JSON_OUTPUT_FILE: file } }),
  results: resultsOfPlaywright,
};

/** @type {Record<string, Kind>} */
export const kinds = {
  unit: { script: "test:unit", timeoutMs: 10 * minute, ...vitest },
  qemu: { script: "test:qemu", timeoutMs: 25 * minute, ...vitest },
  e2e: { script: "test:e2e", timeoutMs: 30 * minute, ...playwright },
};

/** The workspaces that have a script, as directories of the checkout with their short names. */
export async function workspacesWith(script) {
  const groups = ["packages", "apps"].map(async (group) =>
    (await readdir(join(root, group))).map((name) => ({ name, directory: join(root, group, name) })),
  );
  const all = [...(await Promise.all(groups)).flat(), { name: "e2e", directory: join(root, "e2e") }];
  const having = await Promise.all(all.map(({ directory }) => hasScript(directory, script)));
  return all.filter((_workspace, index) => having[index]);
}

async function hasScript(directory, script) {
  const text = await readFile(join(directory, "package.json"), "utf8").catch(() => "{}");
  return JSON.parse(text).scripts?.[script] !== undefined;
}

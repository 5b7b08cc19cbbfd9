import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { families } from "./families.ts";

const pathOf = (name: string) => fileURLToPath(new URL(`../../../../docs/${name}`, import.meta.url));
const textOf = (name: string) => readFileSync(pathOf(name), "utf8");
const names = Object.keys(families).toSorted();

/** Every name of ours that a text speaks of, without what a histogram appends. */
function namesIn(text: string): string[] {
  const found = text.match(/\bgantry_[a-z0-9_]+/g) ?? [];
  return [...new Set(found.map((name) => name.replace(/^(gantry_operation_duration_seconds)_.*/, "$1")))];
}

test("docs/metrics.md has a line for every family, with its type, and for no other", () => {
  const rows = [...textOf("metrics.md").matchAll(/^\| `(gantry_\w+)` \| (\w+) \|/gm)];
  expect(rows.map(([, name]) => name).toSorted()).toEqual(names);
  for (const [, name, type] of rows)
    expect(Object.entries(families).find(([known]) => known === name)?.[1].type, name).toBe(type);
});

test("the dashboard asks for nothing that is not told", () => {
  const dashboard: unknown = JSON.parse(textOf("grafana/gantry.json"));
  const asked = namesIn(JSON.stringify(dashboard));
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((name) => !names.includes(name))).toEqual([]);
});

test("the alerts ask for nothing that is not told", () => {
  const asked = namesIn(textOf("prometheus/alerts.yaml"));
  expect(asked.length).toBeGreaterThan(4);
  expect(asked.filter((name) => !names.includes(name))).toEqual([]);
});

test("promtool takes the alerts as they are", ({ skip }) => {
  skip(
    spawnSync("promtool", ["--version"]).status !== 0,
    "promtool is not there; Debian has it in the package prometheus",
  );
  const checked = spawnSync("promtool", ["check", "rules", pathOf("prometheus/alerts.yaml")], {
    encoding: "utf8",
  });
  expect(checked.stderr).toBe("");
  expect(checked.stdout).toContain("SUCCESS: 8 rules found");
});

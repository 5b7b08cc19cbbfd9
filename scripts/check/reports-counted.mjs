// `npm test` is believed by its last line: what a runner reports must be counted as it is meant.
import { deepStrictEqual } from "node:assert/strict";
import { resultsOfPlaywright } from "../test/playwright-report.mjs";
import { Tally } from "../test/tally.mjs";
import { resultsOfVitest } from "../test/vitest-report.mjs";

const statuses = (results) => results.map(({ status }) => status);

const vitestFile = (status, ...words) => ({
  name: "a.test.ts",
  status,
  message: "cannot be loaded",
  assertionResults: words.map((word) => ({ fullName: word, status: word, failureMessages: [] })),
});
const vitest = (...files) => statuses(resultsOfVitest("unit", { testResults: files }));
deepStrictEqual(vitest(vitestFile("failed", "passed", "failed")), ["passed", "failed"]);
deepStrictEqual(vitest(vitestFile("passed", "skipped", "todo", "pending")), [
  "skipped",
  "skipped",
  "skipped",
]);
// A file that cannot be loaded, and one whose clean-up failed after its tests.
deepStrictEqual(vitest(vitestFile("failed")), ["failed"]);
deepStrictEqual(vitest(vitestFile("failed", "passed")), ["passed", "failed"]);

const spec = (title, status) => ({ title, tests: [{ status, results: [{ errors: [{ message: "m" }] }] }] });
const playwright = {
  suites: [
    {
      title: "a.spec.ts",
      specs: [spec("one", "expected")],
      suites: [{ title: "deep", specs: [spec("two", "unexpected")] }],
    },
    { title: "b.spec.ts", specs: [spec("three", "skipped"), spec("four", "flaky")] },
  ],
  errors: [{ message: "the set-up failed" }],
};
deepStrictEqual(statuses(resultsOfPlaywright("e2e", playwright)), [
  "passed",
  "failed",
  "skipped",
  "failed",
  "failed",
]);

const tally = new Tally();
tally.add(resultsOfPlaywright("e2e", playwright));
deepStrictEqual(tally.closingLine(), "1 passed, 3 failed, 1 skipped");
deepStrictEqual(tally.failures()[0], "✗ e2e › a.spec.ts › deep › two\n    m");

/**
 * Results out of Playwright's JSON report. A test that passed only when tried again has failed: somebody should look.
 *
 * @param {string} suite what stands before each name
 * @param {any} report
 * @returns {import("./tally.mjs").Result[]}
 */
export function resultsOfPlaywright(suite, report) {
  const crashes = (report.errors ?? []).map((error) => ({
    name: `${suite}: outside of any test`,
    status: "failed",
    message: error.message,
  }));
  return [...(report.suites ?? []).flatMap((group) => resultsOfGroup(group, [suite])), ...crashes];
}

function resultsOfGroup(group, above) {
  const names = group.title ? [...above, group.title] : above;
  const own = (group.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({
      name: [...names, spec.title].join(" › "),
      status: statusOf(test.status),
      message: test.results
        .flatMap((result) => result.errors ?? [])
        .map((error) => error.message)
        .join("\n"),
    })),
  );
  return [...own, ...(group.suites ?? []).flatMap((inner) => resultsOfGroup(inner, names))];
}

function statusOf(word) {
  if (word === "expected") return "passed";
  return word === "skipped" ? "skipped" : "failed";
}

/**
 * Results out of vitest's JSON report. A file that could not be loaded has no tests and counts as one failure.
 *
 * @param {string} suite what stands before each name
 * @param {any} report
 * @returns {import("./tally.mjs").Result[]}
 */
export function resultsOfVitest(suite, report) {
  return report.testResults.flatMap((file) => {
    const tests = file.assertionResults.map((test) => ({
      name: `${suite}: ${test.fullName}`,
      status: statusOf(test.status),
      message: (test.failureMessages ?? []).join("\n"),
    }));
    const crashed = file.status === "failed" && !tests.some(({ status }) => status === "failed");
    return crashed
      ? [...tests, { name: `${suite}: ${file.name}`, status: "failed", message: file.message }]
      : tests;
  });
}

function statusOf(word) {
  return word === "passed" || word === "failed" ? word : "skipped";
}

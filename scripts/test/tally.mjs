/**
 * One test, or one check, or one suite that could not be run at all.
 *
 * @typedef {{ name: string, status: "passed" | "failed" | "skipped", message?: string }} Result
 */

const messageLines = 30;

/** The results of everything that ran. */
export class Tally {
  /** @type {Result[]} */
  #results = [];

  /** @param {readonly Result[]} results */
  add(results) {
    this.#results.push(...results);
  }

  /** @param {"passed" | "failed" | "skipped"} status */
  count(status) {
    return this.#results.filter((result) => result.status === status).length;
  }

  /** What failed, for people: name and the beginning of what it said. */
  failures() {
    return this.#results
      .filter(({ status }) => status === "failed")
      .map(({ name, message }) => [`✗ ${name}`, ...indented(message)].join("\n"));
  }

  /** The line by which everyone knows how it went. */
  closingLine() {
    return `${this.count("passed")} passed, ${this.count("failed")} failed, ${this.count("skipped")} skipped`;
  }
}

function indented(message) {
  if (!message) return [];
  const lines = stripColours(message).trim().split("\n");
  const shown = lines.length > messageLines ? [...lines.slice(0, messageLines), "…"] : lines;
  return shown.map((line) => `    ${line}`);
}

function stripColours(text) {
  return text.replaceAll(/\u001B\[[0-9;]*m/g, "");
}

/** Something a person can mend: what happened, and what to do. Printed without a stack. */
export class Failure extends Error {
  /**
   * @param {string} message one whole sentence
   * @param {{ hint?: string, output?: string }} [facts] what to do; the last lines of what failed
   */
  constructor(message, facts = {}) {
    super(message);
    this.hint = facts.hint;
    this.output = facts.output;
  }
}

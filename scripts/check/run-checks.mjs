import { checks } from "./checks.mjs";

/**
 * Runs every check, also after one has failed.
 *
 * @returns {Promise<{ name: string, ok: boolean, output: string }[]>}
 */
export async function runChecks({ talk, children }) {
  const results = [];
  for (const { name, command } of checks) {
    await talk.step(name, async (progress) => {
      const { code, output } = await children.run(command, { timeoutMs: 600_000, onLine: progress });
      results.push({ name, ok: code === 0, output });
      return code === 0 ? "ok" : "FAILED";
    });
  }
  return results;
}

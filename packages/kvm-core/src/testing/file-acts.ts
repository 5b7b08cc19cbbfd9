import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

/**
 * Calls `reach` before each change that this process makes to a file from now on, with its number, counted from 1.
 * Disposing ends it.
 */
export function atFileActs(reach: (act: number) => void): Disposable {
  let acts = 0;
  const real = new Map<string, unknown>();
  for (const name of ["appendFile", "open", "link", "rename", "rm"] as const) {
    const act: (...args: never[]) => unknown = promises[name];
    real.set(name, act);
    const counted = (...args: never[]) => {
      acts += 1;
      reach(acts);
      return act(...args);
    };
    Object.defineProperty(promises, name, { value: counted, configurable: true });
  }
  syncBuiltinESMExports();
  return {
    [Symbol.dispose]: () => {
      for (const [name, value] of real) Object.defineProperty(promises, name, { value, configurable: true });
      syncBuiltinESMExports();
    },
  };
}

import promises from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";

/**
 * Lets this process change so many files and then none any more, as if it were dead: whatever it does to clean up fails
 * too. Disposing brings it back to life.
 *
 * @returns whether it came so far that it died.
 */
export function deadAfter(acts: number): Disposable & { readonly died: boolean } {
  let left = acts;
  let died = false;
  const real = new Map<string, unknown>();
  for (const name of ["open", "link", "rename", "rm"] as const) {
    const act: (...args: never[]) => unknown = promises[name];
    real.set(name, act);
    const mortal = (...args: never[]) => {
      if (left > 0) {
        left -= 1;
        return act(...args);
      }
      died = true;
      return Promise.reject(new Error("dead"));
    };
    Object.defineProperty(promises, name, { value: mortal, configurable: true });
  }
  syncBuiltinESMExports();
  return {
    get died() {
      return died;
    },
    [Symbol.dispose]: () => {
      for (const [name, value] of real) Object.defineProperty(promises, name, { value, configurable: true });
      syncBuiltinESMExports();
    },
  };
}

import fs from "node:fs";
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
  const mayAct = () => {
    died ||= left === 0;
    left = Math.max(0, left - 1);
    return !died;
  };
  using undo = new DisposableStack();
  const replace = (owner: object, name: string, mortal: unknown) => {
    const real: unknown = Reflect.get(owner, name);
    Object.defineProperty(owner, name, { value: mortal, configurable: true });
    undo.defer(() => void Object.defineProperty(owner, name, { value: real, configurable: true }));
  };
  for (const name of ["open", "link", "rename", "rm"] as const) {
    const act: (...args: never[]) => unknown = promises[name];
    const mortal = (...args: never[]) => (mayAct() ? act(...args) : Promise.reject(new Error("dead")));
    replace(promises, name, mortal);
  }
  for (const name of ["openSync", "linkSync", "renameSync", "rmSync"] as const) {
    const act: (...args: never[]) => unknown = fs[name];
    replace(fs, name, (...args: never[]) => {
      if (mayAct()) return act(...args);
      throw new Error("dead");
    });
  }
  syncBuiltinESMExports();
  const life = undo.move();
  return {
    get died() {
      return died;
    },
    [Symbol.dispose]: () => {
      life.dispose();
      syncBuiltinESMExports();
    },
  };
}

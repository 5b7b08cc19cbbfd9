import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Account } from "../model/account.ts";

const run = promisify(execFile);

/** Every file below a directory. */
export async function filesBelow(directory: string): Promise<string[]> {
  const { stdout } = await run("find", [directory, "-type", "f"]);
  return stdout.split("\n").filter((path) => path !== "");
}

/** What an escaped QEMU could do: tries to open each path as its account, and gives those that it could read from. */
export async function readableBy(account: Account, paths: readonly string[]): Promise<string[]> {
  const tried = await Promise.all(
    paths.map(async (path) => {
      const reading = run("head", ["-c", "1", path], { ...account, cwd: "/" });
      return await reading.then(
        () => [path],
        () => [],
      );
    }),
  );
  return tried.flat();
}

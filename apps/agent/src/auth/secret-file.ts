import { readFile, writeFile } from "node:fs/promises";
import { newSecret } from "./secret.ts";

/** Reads the secret in a file, or makes one that only the file's owner can read. */
export async function readOrMakeSecret(path: string): Promise<string> {
  const secret = newSecret();
  try {
    // `wx` never follows or overwrites what is already there.
    await writeFile(path, `${secret}\n`, { mode: 0o600, flag: "wx" });
    return secret;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return await readSecret(path);
    throw error;
  }
}

/** Reads the secret in a file, without the line break at its end. */
export async function readSecret(path: string): Promise<string> {
  return (await readFile(path, "utf8")).trim();
}

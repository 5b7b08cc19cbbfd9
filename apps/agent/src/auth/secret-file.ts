import { readFile, writeFile } from "node:fs/promises";
import { GantryError } from "@gantry/kvm-core/model";
import { newSecret } from "./secret.ts";

const secretPattern = /^[A-Za-z0-9_-]{20,200}$/;

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

/** Reads the secret in a file, without the line break at its end. @throws GantryError `state_damaged` when it is none. */
export async function readSecret(path: string): Promise<string> {
  const secret = (await readFile(path, "utf8")).trim();
  if (secretPattern.test(secret)) return secret;
  throw new GantryError("state_damaged", {
    message: `${path} holds no secret of 20 to 200 letters, digits, '-' and '_'.`,
    hint: "Remove the file and start the agent again: it makes a new one.",
  });
}

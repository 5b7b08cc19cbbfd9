import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { link, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { GantryError } from "@gantry/kvm-core/model";
import { syncDirectory } from "../sync-directory.ts";
import { newSecret } from "./secret.ts";

const secretPattern = /^[A-Za-z0-9_-]{20,200}$/;

/** Reads the secret in a file, or makes one that only the file's owner can read, and that is on disk when this returns. */
export async function readOrMakeSecret(path: string): Promise<string> {
  // Each start that writes may be the one at whose end the power goes.
  if (existsSync(path)) return readSecret(path);
  const secret = newSecret();
  // As an atomic write is called, so that the next agent of the state directory removes what a loss of power left of it.
  const temporary = `${path}.${randomBytes(6).toString("hex")}.new`;
  try {
    await writeDurably(temporary, `${secret}\n`);
    // A link never follows or replaces what is already there.
    await link(temporary, path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return await readSecret(path);
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
  await syncDirectory(dirname(path));
  return secret;
}

async function writeDurably(path: string, text: string): Promise<void> {
  await using file = await open(path, "wx", 0o600);
  await file.writeFile(text);
  await file.sync();
}

/**
 * Reads the secret in a file, without the line break at its end. On the spot: it has one line and is read for each call to
 * a peer, some of which a guest stands still for; the thread pool would take a millisecond.
 *
 * @throws GantryError `state_damaged` when it is none.
 */
export async function readSecret(path: string): Promise<string> {
  const secret = readFileSync(path, "utf8").trim();
  if (secretPattern.test(secret)) return secret;
  throw new GantryError("state_damaged", {
    message: `${path} holds no secret of 20 to 200 letters, digits, '-' and '_'.`,
    hint: "Remove the file and start the agent again: it makes a new one.",
  });
}

import { hash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import * as z from "zod";
import { GantryError } from "../model/error.ts";
import { makeReady, type ReadyFile, writeAtomically } from "./atomic-file.ts";

const envelopeSchema = z.strictObject({ version: z.literal(1), checksum: z.string(), body: z.unknown() });

/** Writes `body` as JSON with a version and a SHA-256 over the body, atomically. */
export async function writeChecksummed(path: string, body: unknown): Promise<void> {
  await writeAtomically(path, contentFor(body));
}

/**
 * Like {@link writeChecksummed}, but neither atomic nor durable: for what is worth a page in memory, and is found damaged
 * after the death that interrupted it.
 */
export async function noteChecksummed(path: string, body: unknown): Promise<void> {
  await writeFile(path, contentFor(body), { mode: 0o600 });
}

/** The first half of {@link writeChecksummed}. */
export async function makeChecksummedReady(path: string, body: unknown): Promise<ReadyFile> {
  return await makeReady(path, contentFor(body));
}

/**
 * Reads what {@link writeChecksummed} wrote.
 *
 * @returns undefined when there is no such file.
 * @throws GantryError `state_damaged` when it is cut, altered, of another version, or not of the schema.
 */
export async function readChecksummed<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema> | undefined> {
  const text = readIfPresent(path);
  if (text === undefined) return undefined;
  const envelope = envelopeSchema.safeParse(parseJson(text));
  if (!envelope.success) throw damaged(path, "it is not a whole Gantry file");
  const { body, checksum: expected } = envelope.data;
  if (checksum(JSON.stringify(body)) !== expected)
    throw damaged(path, "its checksum does not fit its content");
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw damaged(path, z.prettifyError(parsed.error));
  return parsed.data;
}

function contentFor(body: unknown): string {
  return `${JSON.stringify({ version: 1, checksum: checksum(JSON.stringify(body)), body })}\n`;
}

function checksum(text: string): string {
  return hash("sha256", text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads on the spot, like the database beside these files: they have a few kB, most of those asked for are not there, and
 * some ten of each instance are asked for when an agent starts. The thread pool would take ten times as long.
 */
function readIfPresent(path: string): string | undefined {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function damaged(path: string, why: string): GantryError {
  return new GantryError("state_damaged", {
    message: `The file ${path} cannot be trusted: ${why}.`,
    hint: "It was left as it is. Restore it from a backup, or move it away and let Gantry build it again.",
    details: { path },
  });
}

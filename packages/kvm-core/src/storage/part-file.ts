import { link, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { GantryError } from "../model/index.ts";

/** Where a copy grows that is to be called `path`. */
export function partOf(path: string): string {
  return `${path}.part`;
}

/** @throws GantryError `file_in_use` when something of that name exists. */
export async function assertFree(path: string): Promise<void> {
  if (await exists(path)) throw taken(path);
}

/**
 * Makes `<path>.part`, empty and for its owner only: until it has its name, nobody takes half a copy for a whole one.
 *
 * @param undo takes its removal.
 * @throws GantryError `file_in_use` when the file or its part exists, `file_missing` when there is no such directory.
 */
export async function reservePart(path: string, undo: AsyncDisposableStack): Promise<string> {
  await assertFree(path);
  const part = partOf(path);
  const file = await open(part, "wx", 0o600).catch((cause: unknown) => {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") throw taken(part);
    throw new GantryError("file_missing", {
      message: `${path} cannot be made: ${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: "Make its directory, or choose another one.",
      details: { path },
      cause,
    });
  });
  undo.defer(() => rm(part, { force: true }));
  await file.close();
  return part;
}

/** Gives a part its name, durably, and never overwrites what got that name meanwhile. */
export async function nameWhenWhole(part: string, path: string): Promise<void> {
  await using file = await open(part, "r");
  await file.sync();
  try {
    await link(part, path);
    await rm(part);
  } catch {
    if (await exists(path)) throw taken(path);
    // A file system without hard links.
    await rename(part, path);
  }
  await using directory = await open(dirname(path), "r");
  await directory.sync();
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

function taken(path: string): GantryError {
  return new GantryError("file_in_use", {
    message: `${path} exists already, and nothing is ever overwritten.`,
    hint: "Choose another path, or remove that file.",
    details: { path },
  });
}

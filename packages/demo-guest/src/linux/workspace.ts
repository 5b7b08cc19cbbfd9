import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

const PREFIX = ".building-";

/** A directory to work in that goes away with its scope. */
export interface Workspace extends AsyncDisposable {
  readonly path: string;
}

/**
 * Opens a workspace inside `directory`, so that what it holds can be renamed into place, and clears away those whose
 * process was killed.
 */
export async function openWorkspace(directory: string): Promise<Workspace> {
  const abandoned = (await readdir(directory)).filter((name) => name.startsWith(PREFIX) && !hasOwner(name));
  await Promise.all(abandoned.map((name) => rm(join(directory, name), { recursive: true, force: true })));
  const path = await mkdtemp(join(directory, `${PREFIX}${process.pid}-`));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** The name of a workspace starts with the id of the process that opened it. */
function hasOwner(name: string): boolean {
  const pid = Number.parseInt(name.slice(PREFIX.length), 10);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The owner exists but belongs to somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

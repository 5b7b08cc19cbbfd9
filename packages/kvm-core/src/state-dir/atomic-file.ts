import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** What a file will hold, on disk beside it and seen by nobody. Disposed before it is published, it is gone. */
export interface ReadyFile extends AsyncDisposable {
  /** Puts it in the file's place, durably. */
  publish(): Promise<void>;
}

/**
 * Replaces a file so that a reader, or the next start after a power loss, sees the old or the new content, never a part:
 * temporary file in the same directory, fsync, rename, fsync of the directory. Mode 0600; never follows a link at `path`.
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  await using ready = await makeReady(path, content);
  await ready.publish();
}

/** The first half of {@link writeAtomically}, for whoever has something to wait for before the second. */
export async function makeReady(path: string, content: string | Uint8Array): Promise<ReadyFile> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.new`;
  const remove = () => rm(temporary, { force: true });
  try {
    await using file = await open(temporary, "wx", 0o600);
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await remove();
    throw error;
  }
  let published = false;
  return {
    async publish() {
      await rename(temporary, path);
      published = true;
      await syncDirectory(dirname(path));
    },
    [Symbol.asyncDispose]: async () => {
      if (!published) await remove();
    },
  };
}

/** Makes names created, renamed or removed in a directory survive a power loss. */
export async function syncDirectory(path: string): Promise<void> {
  await using directory = await open(path, "r");
  await directory.sync();
}

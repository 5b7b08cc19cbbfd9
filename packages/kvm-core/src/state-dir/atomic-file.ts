import { randomBytes } from "node:crypto";
import { closeSync, fsync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";

const sync = promisify(fsync);

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

/**
 * The first half of {@link writeAtomically}, for whoever has something to wait for before the second. Only the wait for the
 * disk leaves this thread, as with the database beside these files: they are small, some are written while a guest stands
 * still, and each of the four other calls would take longer on its way to the thread pool and back than in the kernel.
 */
export async function makeReady(path: string, content: string | Uint8Array): Promise<ReadyFile> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.new`;
  const remove = () => rmSync(temporary, { force: true });
  try {
    using file = openFile(temporary, "wx");
    writeFileSync(file.fd, content);
    await sync(file.fd);
  } catch (error) {
    remove();
    throw error;
  }
  let published = false;
  return {
    async publish() {
      renameSync(temporary, path);
      published = true;
      await syncDirectory(dirname(path));
    },
    [Symbol.asyncDispose]: async () => {
      if (!published) remove();
    },
  };
}

/** Makes names created, renamed or removed in a directory survive a power loss. */
export async function syncDirectory(path: string): Promise<void> {
  using directory = openFile(path, "r");
  await sync(directory.fd);
}

/** A file or directory that is closed with its scope; one that is made is its owner's alone. */
export function openFile(path: string, flags: "a" | "r" | "wx"): Disposable & { readonly fd: number } {
  const fd = openSync(path, flags, 0o600);
  return { fd, [Symbol.dispose]: () => closeSync(fd) };
}

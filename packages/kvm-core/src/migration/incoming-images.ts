import { link, readdir, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import * as z from "zod";
import { GantryError } from "../model/error.ts";
import { type Layout, readChecksummed, syncDirectory, writeChecksummed } from "../state-dir/index.ts";
import { type ImageSize, makeImage } from "../storage/index.ts";

const imageSchema = z.strictObject({
  /** The disk's file. */
  path: z.string(),
  /** A second name of the same file, with the migration's random id in it: nobody else makes one of that name. */
  token: z.string(),
});
const recordSchema = z.strictObject({ images: z.array(imageSchema) });
type IncomingImage = z.output<typeof imageSchema>;

/**
 * Makes the files that disks are copied into. That they come to be is written down first, and each file is made under a
 * name that nobody else can have and then linked to its own: what has both names is ours, so whatever dies at any moment,
 * {@link removeImages} finds all of it and never removes a file of somebody else.
 *
 * @throws GantryError `file_in_use` when something lies there already, `disk_full`, `unsupported` (no hard links).
 */
export async function makeImages(
  layout: Layout,
  migrationId: string,
  wanted: readonly ImageSize[],
): Promise<void> {
  if (wanted.length === 0) return;
  const images = wanted.map(({ path }) => ({ path, token: `${path}.${migrationId}.copying` }));
  await writeChecksummed(layout.incomingImages(migrationId), { images });
  await using undo = new AsyncDisposableStack();
  undo.defer(() => removeImages(layout, migrationId));
  // Never disposed of: a token that went before its file would leave the file behind. The record removes both.
  const unused = new AsyncDisposableStack();
  for (const [index, image] of images.entries()) {
    const size = wanted[index];
    if (size === undefined) continue;
    await makeImage({ ...size, path: image.token }, unused);
    await nameIt(image);
  }
  undo.move();
}

async function nameIt({ path, token }: IncomingImage): Promise<void> {
  await link(token, path).catch((cause: unknown) => {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (code === "EEXIST")
      throw new GantryError("file_in_use", {
        message: `${path} exists already, and nothing is ever overwritten.`,
        hint: "Choose another directory for the copies, or remove that file if it is not needed any more.",
        details: { path },
      });
    throw new GantryError("unsupported", {
      message: `${path} cannot be made: its file system has no hard links.`,
      hint: "Choose a directory on another file system for the copies.",
      details: { path },
      cause,
    });
  });
  await syncDirectory(dirname(path));
}

/** The guest will not arrive: removes every file that was made for it. Safe to repeat. */
export async function removeImages(layout: Layout, migrationId: string): Promise<void> {
  for (const image of await imagesOf(layout, migrationId)) {
    if (await isOurs(image)) await rm(image.path, { force: true });
    // Last: as long as it is there, it proves that the file is ours.
    await rm(image.token, { force: true });
  }
  await rm(layout.incomingImages(migrationId), { force: true });
}

/** The guest has arrived: the files are its disks now. Safe to repeat. */
export async function keepImages(layout: Layout, migrationId: string): Promise<void> {
  for (const { token } of await imagesOf(layout, migrationId)) await rm(token, { force: true });
  await rm(layout.incomingImages(migrationId), { force: true });
}

/** The migrations that files were made for and that have not been settled. */
export async function migrationsWithImages(layout: Layout): Promise<string[]> {
  const names = await readdir(layout.incomingDir);
  return names.flatMap((name) => /^([0-9a-f]{16})\.images$/.exec(name)?.[1] ?? []);
}

async function imagesOf(layout: Layout, migrationId: string): Promise<IncomingImage[]> {
  return (await readChecksummed(layout.incomingImages(migrationId), recordSchema))?.images ?? [];
}

async function isOurs({ path, token }: IncomingImage): Promise<boolean> {
  const [named, proof] = await Promise.all([identify(path), identify(token)]);
  return proof !== undefined && named === proof;
}

async function identify(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found === undefined ? undefined : `${found.dev}:${found.ino}`;
}

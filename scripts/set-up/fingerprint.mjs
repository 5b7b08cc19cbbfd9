import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "./places.mjs";

const madeByTools = new Set([
  "node_modules",
  "dist",
  "out",
  ".next",
  ".turbo",
  "test-results",
  "playwright-report",
  "next-env.d.ts",
]);

/** One number for the content of files and directories of the checkout; what tools make is left out. */
export async function fingerprint(paths, isRelevant = () => true) {
  const files = (await Promise.all(paths.map((path) => filesBelow(path))))
    .flat()
    .filter(isRelevant)
    .toSorted((a, b) => (a < b ? -1 : 1));
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(`${file}\0`);
    hash.update(await readFile(join(root, file)));
    hash.update("\0");
  }
  return hash.digest("hex");
}

async function filesBelow(path) {
  const entries = await readdir(join(root, path), { withFileTypes: true }).catch((error) => {
    if (error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (entries === undefined) return [path];
  const nested = entries
    .filter((entry) => !madeByTools.has(entry.name) && (entry.isFile() || entry.isDirectory()))
    .map((entry) => (entry.isDirectory() ? filesBelow(`${path}/${entry.name}`) : [`${path}/${entry.name}`]));
  return (await Promise.all(nested)).flat();
}

/** Remembers in node_modules for which fingerprint a step was done. Goes away with what it speaks of. */
export class Stamp {
  #file;

  constructor(name) {
    this.#file = join(root, "node_modules", `.gantry-${name}`);
  }

  async matches(value) {
    const kept = await readFile(this.#file, "utf8").catch(() => "");
    return kept === value;
  }

  async write(value) {
    await writeFile(this.#file, value);
  }
}

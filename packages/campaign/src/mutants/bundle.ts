import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import type { Mutant } from "./mutant.ts";

/** The root of the repository. */
const root = fileURLToPath(new URL("../../../../", import.meta.url));

/** What is bundled: a program of the repository, or some lines that are run as if they lay in one of its directories. */
type Entry = { readonly file: string } | { readonly lines: string; readonly in: string };

/** Bundles a program with one mistake in it. The sources stay as they are. */
export async function bundle(entry: Entry, mutant: Mutant, outfile: string): Promise<void> {
  const wasPlanted = { yet: false };
  await build({
    ...("file" in entry
      ? { entryPoints: [join(root, entry.file)] }
      : { stdin: { contents: entry.lines, resolveDir: join(root, entry.in), loader: "ts" } }),
    outfile,
    bundle: true,
    plugins: [planting(mutant, wasPlanted)],
    platform: "node",
    target: "node24",
    format: "esm",
    external: ["bufferutil", "utf-8-validate"],
    // CommonJS dependencies call require, which an ES module does not have.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    logLevel: "error",
  });
  if (!wasPlanted.yet) throw outOfDate(mutant, "the program does not have this file in it");
}

function planting(mutant: Mutant, wasPlanted: { yet: boolean }): Plugin {
  return {
    name: "planting",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (path !== join(root, mutant.file)) return undefined;
        wasPlanted.yet = true;
        return { contents: plant(mutant, await readFile(path, "utf8")), loader: "ts" };
      });
    },
  };
}

/** @throws Error when the text is not there exactly once. */
export function plant(mutant: Mutant, source: string): string {
  const count = source.split(mutant.text).length - 1;
  if (count !== 1) throw outOfDate(mutant, `its text is there ${count} times`);
  return source.replace(mutant.text, () => mutant.instead);
}

function outOfDate({ mistake, file }: Mutant, why: string): Error {
  return new Error(`The mutant "${mistake}" is out of date: ${why} (${file}).`);
}

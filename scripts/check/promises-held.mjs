// Every promise of SPECIFICATION.md names a test that exists.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../set-up/places.mjs";

const text = await readFile(join(root, "SPECIFICATION.md"), "utf8");
const promises = [...text.matchAll(/^\| (.*?) \| `(.*?)` › (.*?) \|$/gm)];
let faults = promises.length === 0 ? ["SPECIFICATION.md names no test at all"] : [];
for (const [, promise, file, title] of promises) {
  const source = await readFile(join(root, file), "utf8").catch(() => "");
  if (!source.includes(title))
    faults = [...faults, `"${promise}" is held by nothing: ${file} has no test "${title}"`];
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

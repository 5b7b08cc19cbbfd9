// Every error code has its section in docs/errors.md, and every section its code.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { errorCodes } from "../../packages/kvm-core/src/model/error.ts";

const text = await readFile(fileURLToPath(new URL("../../docs/errors.md", import.meta.url)), "utf8").catch(
  () => "",
);
const sections = new Map(
  text
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split("\n", 1)[0].trim(), section]),
);
const faults = [
  ...errorCodes
    .filter((code) => !sections.has(code))
    .map((code) => `docs/errors.md lacks a section for ${code}`),
  ...[...sections.keys()]
    .filter((code) => !errorCodes.includes(code))
    .map((code) => `${code} is documented but no code`),
  ...[...sections]
    .filter(([, section]) => !section.includes("**Meaning.**") || !section.includes("**What to do.**"))
    .map(([code]) => `the section of ${code} lacks its meaning or what to do`),
];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

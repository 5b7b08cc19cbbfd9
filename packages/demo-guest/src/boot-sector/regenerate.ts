// Writes boot-sectors.generated.ts from the .S files: `pnpm --filter @gantry/demo-guest boot-sectors`.
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { assembleBootSector } from "./assemble.ts";

const HEX_DIGITS_PER_LINE = 96;

const sources = (await readdir(import.meta.dirname)).filter((name) => name.endsWith(".S")).sort();
const entries: string[] = [];
for (const source of sources) {
  const name = source.slice(0, -".S".length);
  const code = (await assembleBootSector(name))
    .subarray(0, 510)
    .toString("hex")
    .replace(/(00)+$/, "");
  const lines = code.match(new RegExp(`.{1,${HEX_DIGITS_PER_LINE}}`, "g")) ?? [];
  entries.push(`  ${name}:\n${lines.map((line) => `    "${line}"`).join(" +\n")},`);
}

await writeFile(
  join(import.meta.dirname, "boot-sectors.generated.ts"),
  `// Generated from the .S files beside this one by regenerate.ts; a test compares them. Do not edit.

/**
 * The code of each boot sector in hex, without the zeros that fill it up to byte 510 and the signature 55 aa.
 * Committed so that nobody needs an assembler.
 */
export const bootSectorCode = {
${entries.join("\n")}
} as const;

/** The guests that fit in one sector; what each does is told at the top of its \`.S\` file. */
export type BootSectorName = keyof typeof bootSectorCode;
`,
);

// `pnpm fonts`: cuts Geist down to what this UI writes, 70 kB to about 12 and 7 a face. Run again when Geist is updated; the
// results are kept in the repository. Other scripts than Latin fall back to the system's font, letter by letter.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

const geist = join(dirname(fileURLToPath(import.meta.resolve("geist/font/sans"))), "..");
const out = join(import.meta.dirname, "src/styles/fonts");

const range = (first, last) =>
  Array.from({ length: last - first + 1 }, (_, offset) => String.fromCodePoint(first + offset)).join("");
const ascii = range(0x20, 0x7e);
const beyond = range(0xa0, 0xff) + "–—‘’“”…•·×−≤≥←↑→↓";
// Kerning, figures of one width, accents in their places; no alternates of letters.
const sansFeatures = ["kern", "tnum", "ccmp", "mark", "mkmk"];
// What our own sentences write beyond ASCII.
const written = "·–…—×−↑↓";
// Text-mode programs draw frames and bars.
const drawing = range(0x2500, 0x257f) + range(0x2580, 0x259f);

await mkdir(out, { recursive: true });
for (const { from, to, text, wght, keepFeatures, noLayoutClosure } of [
  // Body, headings and nothing bolder. The letters of names in other languages are fetched when one is written.
  {
    from: "geist-sans/Geist-Variable.woff2",
    to: "geist-sans.woff2",
    text: ascii + written,
    wght: { min: 400, max: 600 },
    keepFeatures: sansFeatures,
  },
  {
    from: "geist-sans/Geist-Variable.woff2",
    to: "geist-sans-beyond-ascii.woff2",
    text: beyond,
    wght: { min: 400, max: 600 },
    keepFeatures: sansFeatures,
  },
  // A terminal's bold is drawn by the browser, and its letters never join. What few guests write is a file of its own,
  // which browsers fetch when it is written.
  {
    from: "geist-mono/GeistMono-Variable.woff2",
    to: "geist-mono.woff2",
    text: ascii,
    wght: 400,
    noLayoutClosure: true,
  },
  {
    from: "geist-mono/GeistMono-Variable.woff2",
    to: "geist-mono-beyond-ascii.woff2",
    text: beyond + drawing,
    wght: 400,
    noLayoutClosure: true,
  },
]) {
  const whole = await readFile(join(geist, "dist/fonts", from));
  const part = await subsetFont(whole, text, {
    targetFormat: "woff2",
    variationAxes: { wght },
    ...(keepFeatures && { keepFeatures }),
    ...(noLayoutClosure && { noLayoutClosure }),
  });
  await writeFile(join(out, to), part);
  process.stdout.write(`${to}: ${whole.length} → ${part.length} bytes\n`);
}
await copyFile(join(geist, "LICENSE.txt"), join(out, "LICENSE.txt"));

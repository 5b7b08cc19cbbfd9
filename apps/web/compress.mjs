// Second half of `pnpm build`: a brotli form beside every text file of the export, at the level that is too slow for a
// server to use while somebody waits. The agent sends it as it is.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);
const out = join(import.meta.dirname, "out");
const entries = await readdir(out, { recursive: true, withFileTypes: true });
const texts = entries.filter((entry) => entry.isFile() && /\.(html|js|css|txt|svg)$/.test(entry.name));

for (const entry of texts) {
  const path = join(entry.parentPath, entry.name);
  const plain = await readFile(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
  };
  await writeFile(`${path}.br`, await compress(plain, { params }));
}
process.stdout.write(`${texts.length} files compressed\n`);

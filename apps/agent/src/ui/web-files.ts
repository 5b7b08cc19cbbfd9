import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { contentTypeOf, isCompressible } from "./content-type.ts";

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

/** One file of the web build, in memory with its compressed forms. */
export interface WebFile {
  readonly contentType: string;
  readonly plain: Buffer;
  /** Changes with the content. */
  readonly etag: string;
  /** As the build left it beside the file, or else compressed at the first request and kept. */
  encoded(encoding: "br" | "gzip"): Promise<Buffer>;
}

/** The whole web build by URL path (`/hosts.html`): 2 MB, so no request ever touches the disk or names a path on it. */
export async function readWebFiles(directory: string): Promise<ReadonlyMap<string, WebFile>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".br"))
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      paths.map(
        async (path) =>
          [`/${relative(directory, path).split(sep).join("/")}`, await readWebFile(path)] as const,
      ),
    ),
  );
}

async function readWebFile(path: string): Promise<WebFile> {
  const plain = await readFile(path);
  const built = await readFile(`${path}.br`).catch(() => undefined);
  const forms = new Map<string, Promise<Buffer>>(built === undefined ? [] : [["br", Promise.resolve(built)]]);
  return {
    contentType: contentTypeOf(path),
    plain,
    etag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
    encoded(encoding) {
      const form = forms.get(encoding) ?? compress(plain, encoding);
      forms.set(encoding, form);
      return form;
    },
  };
}

function compress(plain: Buffer, encoding: "br" | "gzip"): Promise<Buffer> {
  if (encoding === "gzip") return compressGzip(plain, { level: 9 });
  // Level 9: within 9 % of the build's level 11 on our scripts, in a tenth of the time.
  return compressBrotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

/** Which compressed form to send: the smallest the browser takes and that is worth it. */
export function encodingFor(accepted: string | undefined, file: WebFile): "br" | "gzip" | undefined {
  if (!isCompressible(file.contentType) || file.plain.length < 512) return undefined;
  const names = (accepted ?? "").split(",").map((part) => part.split(";")[0]?.trim());
  if (names.includes("br")) return "br";
  return names.includes("gzip") ? "gzip" : undefined;
}

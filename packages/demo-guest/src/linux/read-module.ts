import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzipSync, zstdDecompressSync } from "node:zlib";

const run = promisify(execFile);

/** No module is larger than this when unpacked. */
const MAX_MODULE_BYTES = 64 * 1024 * 1024;

/**
 * Reads a kernel module and undoes its compression: none on Debian 12, xz on Debian 13, zstd on Ubuntu 24.04.
 *
 * @param busybox the static busybox the guest will use; it also knows xz, which Node does not.
 */
export async function readModule(path: string, busybox: string): Promise<Buffer> {
  if (path.endsWith(".gz")) return gunzipSync(await readFile(path));
  if (path.endsWith(".zst")) return zstdDecompressSync(await readFile(path));
  if (path.endsWith(".xz")) {
    const { stdout } = await run(busybox, ["xzcat", path], {
      encoding: "buffer",
      maxBuffer: MAX_MODULE_BYTES,
    });
    return stdout;
  }
  return readFile(path);
}

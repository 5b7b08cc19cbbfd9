import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { pinnedNode, root } from "./places.ts";

/**
 * A small Debian with cloud-init, on a disk that boots by BIOS: the one that the driver's tests boot, made by their recipe from
 * Debian's packages and kept in the cache. These tests import nothing of ours, so another process is asked; where it is not
 * there yet, that takes a minute or two.
 */
export async function debianImage(): Promise<string> {
  const recipe = JSON.stringify(`${root}/packages/demo-guest/src/index.ts`);
  const script = `
    const { buildDebianGuest, defaultCacheDir } = await import(${recipe});
    const { disk } = await buildDebianGuest({ cacheDir: defaultCacheDir(process.env) });
    process.stdout.write(disk);`;
  const { stdout } = await promisify(execFile)(pinnedNode, ["--input-type=module", "-e", script]);
  return stdout;
}

import { realpath } from "node:fs/promises";
import { dirname, sep } from "node:path";

/**
 * Whether a path is one of the directories or lies in one, both with their links resolved. Of a path that does not exist, the part
 * that does is resolved. No directories means anywhere.
 */
export async function isInside(path: string, roots: readonly string[]): Promise<boolean> {
  if (roots.length === 0) return true;
  const real = await resolveExisting(path);
  const realRoots = await Promise.all(roots.map((root) => resolveExisting(root)));
  return realRoots.some((root) => real === root || real.startsWith(root.endsWith(sep) ? root : root + sep));
}

async function resolveExisting(path: string): Promise<string> {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined || path === "/") return real ?? path;
  const parent = await resolveExisting(dirname(path));
  return `${parent === "/" ? "" : parent}${path.slice(dirname(path) === "/" ? 0 : dirname(path).length)}`;
}

import { constants, type Stats } from "node:fs";
import { access, realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Fault } from "../model/index.ts";
import { isInside } from "./is-inside.ts";

/** One path of a spec and what it has to be. */
export interface PathRequirement {
  readonly path: string;
  /** Dotted path of the field that names it. */
  readonly field: string;
  readonly kind: "file" | "block device";
  readonly writable: boolean;
  /** Directories it must lie in after resolving links; none means anywhere. */
  readonly roots: readonly string[];
}

/** The faults of one path, in words for the person who wrote it: none, or the first that makes the others moot. */
export async function checkPath({ path, field, kind, writable, roots }: PathRequirement): Promise<Fault[]> {
  const fault = (message: string): Fault[] => [{ path: field, message }];
  const real = await realpath(path).catch(() => undefined);
  // Outside the roots nothing more is told, not even whether it exists.
  if (!(await isInside(kind === "file" ? (real ?? path) : await withoutLastLink(path), roots))) {
    const link = real !== undefined && real !== path ? ", where its links lead," : "";
    return fault(`${path}${link} is outside the image directories (${roots.join(", ")})`);
  }
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) return fault(unreachable(path, found));
  if (!isKind(found, kind)) return fault(`${path} is not a ${kind}`);
  const mode = writable ? constants.R_OK | constants.W_OK : constants.R_OK;
  const allowed = await access(path, mode).then(
    () => true,
    () => false,
  );
  return allowed ? [] : fault(`${path} cannot be ${writable ? "written" : "read"} by the agent's user`);
}

/**
 * Below /dev only the system makes links (`/dev/vg0/web-1` → `/dev/dm-3`): of a device the name counts by which the
 * administrator allowed it, not the number behind.
 */
async function withoutLastLink(path: string): Promise<string> {
  const directory = await realpath(dirname(path)).catch(() => dirname(path));
  return join(directory, basename(path));
}

function isKind(found: Stats, kind: PathRequirement["kind"]): boolean {
  return kind === "file" ? found.isFile() : found.isBlockDevice();
}

function unreachable(path: string, { code }: NodeJS.ErrnoException): string {
  switch (code) {
    case "ENOENT":
    case "ENOTDIR":
      return `${path} does not exist on this host`;
    case "EACCES":
      return `${path} cannot be reached by the agent's user`;
    case "ELOOP":
      return `${path} is a link that leads to itself`;
    default:
      return `${path} cannot be read (${code ?? "unknown reason"})`;
  }
}

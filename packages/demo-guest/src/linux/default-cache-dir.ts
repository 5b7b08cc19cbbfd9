import { homedir } from "node:os";
import { join } from "node:path";

/** The variables that say where caches lie. */
export interface CacheEnvironment {
  readonly GANTRY_CACHE_DIR?: string | undefined;
  readonly XDG_CACHE_HOME?: string | undefined;
}

/**
 * Where guests are kept if nobody says otherwise: `$GANTRY_CACHE_DIR`, else `gantry` in `$XDG_CACHE_HOME`, else
 * `~/.cache/gantry`. A variable that is empty counts as unset, as the XDG Base Directory Specification has it.
 */
export function defaultCacheDir(env: CacheEnvironment): string {
  if (env.GANTRY_CACHE_DIR) return env.GANTRY_CACHE_DIR;
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "gantry");
}

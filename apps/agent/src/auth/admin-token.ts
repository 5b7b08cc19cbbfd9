import { join } from "node:path";
import type { TokenTable } from "@gantry/store";
import { hashOf } from "./secret.ts";
import { readOrMakeSecret } from "./secret-file.ts";

const name = "admin";

/**
 * Makes `admin.token` in the state directory at the first start. Later the file decides: whoever may write it may become
 * administrator again. Without the file a new one is made.
 */
export async function ensureAdminToken(stateDir: string, tokens: TokenTable): Promise<string> {
  const path = join(stateDir, "admin.token");
  const hash = hashOf(await readOrMakeSecret(path));
  if (tokens.find(hash, Date.now())?.name === name) return path;
  tokens.remove(name);
  tokens.add({ hash, name, role: "admin", createdAt: new Date().toISOString() });
  return path;
}

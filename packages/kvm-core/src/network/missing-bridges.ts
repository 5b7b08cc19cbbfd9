import type { HostNetwork } from "./host-network.ts";
import { readLink } from "./read-link.ts";

/** Those of these names that are no bridge of this host, each once. */
export async function missingBridges({ run }: HostNetwork, names: readonly string[]): Promise<string[]> {
  const missing: string[] = [];
  for (const name of new Set(names)) {
    // Without `ip` no interface could join it either.
    const link = await readLink(run, name).catch(() => undefined);
    if (link?.kind !== "bridge") missing.push(name);
  }
  return missing;
}

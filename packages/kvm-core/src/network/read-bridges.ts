import type { HostNetwork } from "./host-network.ts";
import { readLink } from "./read-link.ts";

/** What of a bridge matters to those who join it. */
export interface BridgeFacts {
  /** Largest packet in bytes. */
  readonly mtu: number;
  readonly vlanFiltering: boolean;
}

/** The facts of each of these bridges; undefined for what is no bridge of this host. */
export async function readBridges(
  { run }: Pick<HostNetwork, "run">,
  names: readonly string[],
): Promise<Record<string, BridgeFacts | undefined>> {
  const facts: Record<string, BridgeFacts | undefined> = {};
  for (const name of new Set(names)) {
    // Without `ip` no interface could join it either.
    const link = await readLink(run, name).catch(() => undefined);
    facts[name] = link?.kind === "bridge" ? { mtu: link.mtu, vlanFiltering: link.vlanFiltering } : undefined;
  }
  return facts;
}

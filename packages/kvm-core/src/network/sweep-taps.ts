import * as z from "zod";
import type { HostNetwork } from "./host-network.ts";
import { removeTap } from "./tap.ts";
import { isOfScope } from "./tap-name.ts";

const linksSchema = z.array(z.object({ ifname: z.string(), flags: z.array(z.string()) }));

/**
 * Removes interfaces of this host that nothing uses: an agent died between making a tap and writing it down. They are
 * known by their names, which only this host gives, and by having no process behind them.
 *
 * @param used taps that a record names.
 * @returns what was removed.
 */
export async function sweepTaps(
  { run, scope }: HostNetwork,
  used: ReadonlySet<string>,
): Promise<readonly string[]> {
  const links = linksSchema.parse(JSON.parse((await run("ip", ["-json", "link", "show"])) || "[]"));
  const idle = links.filter(({ ifname, flags }) => {
    const tap = ifname.startsWith("gi") ? `gt${ifname.slice(2)}` : ifname;
    if (!isOfScope(scope, ifname) || used.has(tap)) return false;
    // A brake has no process of its own: it goes with its tap, and when that is gone already.
    return tap === ifname ? !flags.includes("LOWER_UP") : !links.some((link) => link.ifname === tap);
  });
  for (const { ifname } of idle) await removeTap(run, `gt${ifname.slice(2)}`);
  return idle.map(({ ifname }) => ifname);
}

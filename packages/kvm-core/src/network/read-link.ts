import * as z from "zod";
import { GantryError } from "../model/index.ts";
import type { IpCommand } from "./ip-command.ts";

const linkSchema = z.object({
  flags: z.array(z.string()),
  mtu: z.number(),
  linkinfo: z
    .object({
      info_kind: z.string().optional(),
      info_data: z.object({ vlan_filtering: z.number().optional() }).optional(),
    })
    .optional(),
});

/** A network interface of the host as the kernel shows it. */
export interface Link {
  /** `bridge`, `tun`, `veth`, …; empty for hardware. */
  readonly kind: string;
  readonly mtu: number;
  readonly vlanFiltering: boolean;
  /** Of a tap: whether a process has it open. The kernel shows that as carrier while the interface is up. */
  readonly carrier: boolean;
}

/** The interface with this name, or undefined when there is none. */
export async function readLink(run: IpCommand, name: string): Promise<Link | undefined> {
  const text = await run("ip", ["-json", "-details", "link", "show", "dev", name]).catch(undefinedIfAbsent);
  if (text === undefined) return undefined;
  const [link] = z.array(linkSchema).parse(JSON.parse(text));
  if (link === undefined) return undefined;
  return {
    kind: link.linkinfo?.info_kind ?? "",
    mtu: link.mtu,
    vlanFiltering: link.linkinfo?.info_data?.vlan_filtering === 1,
    carrier: link.flags.includes("LOWER_UP"),
  };
}

/** Turns "there is no such interface" into undefined; any other failure goes on. */
export function undefinedIfAbsent(failure: unknown): undefined {
  const said = failure instanceof GantryError ? String(failure.details["stderr"]) : "";
  if (/does not exist|cannot find device/i.test(said)) return undefined;
  throw failure;
}

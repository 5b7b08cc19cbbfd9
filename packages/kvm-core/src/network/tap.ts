import { GantryError, type NicRate } from "../model/index.ts";
import type { IpCommand } from "./ip-command.ts";
import { limitTap, removeBrake } from "./limit-tap.ts";
import { refusedTap } from "./tap-rights.ts";
import { type Link, readLink, undefinedIfAbsent } from "./read-link.ts";

/** A tap to be made: its name, the bridge it joins, whose it is and what people see it is for. */
export interface TapRequest {
  readonly tap: string;
  readonly bridge: string;
  readonly vlan: number | undefined;
  /** Largest packet in bytes; the bridge's when undefined. */
  readonly mtu: number | undefined;
  readonly rate: NicRate | undefined;
  /** Where the spec of this interface is, such as "nics.0", for errors. */
  readonly path: string;
  /** User that QEMU runs as; undefined when it runs as root. */
  readonly userId: number | undefined;
  /** Shown by `ip link`, such as "web-1 nic 0". */
  readonly label: string;
}

/**
 * Makes a persistent tap on its bridge, up. What a dead start left under our name is replaced, unless a process has it.
 * The undo of each act is registered in the line after it.
 */
export async function makeTap(
  run: IpCommand,
  request: TapRequest,
  undo: AsyncDisposableStack,
): Promise<void> {
  const { tap, bridge, vlan, userId, label } = request;
  const master = await readBridge(run, bridge, vlan);
  await removeLeftover(run, tap);
  const owner = userId === undefined ? [] : ["user", String(userId)];
  await run("ip", ["tuntap", "add", "dev", tap, "mode", "tap", ...owner, "vnet_hdr"]).catch(
    (error: unknown) => {
      throw refusedTap(error, request.path);
    },
  );
  undo.defer(() => removeTap(run, tap));
  // The MTU first: a bridge takes on the smallest of its ports.
  const mtu = request.mtu ?? master.mtu;
  await run("ip", ["link", "set", "dev", tap, "mtu", String(mtu), "alias", `gantry ${label}`]);
  await run("ip", ["link", "set", "dev", tap, "master", bridge]);
  if (mtu < master.mtu) await keepMtu(run, bridge, master.mtu);
  if (vlan !== undefined) await joinVlan(run, tap, vlan);
  if (request.rate !== undefined)
    await limitTap(run, { tap, rate: request.rate, field: `${request.path}.rate` });
  await run("ip", ["link", "set", "dev", tap, "up"]);
}

/** Removes a tap and its brake; what is gone already is as good. */
export async function removeTap(run: IpCommand, tap: string): Promise<void> {
  await Promise.all([
    run("ip", ["link", "delete", "dev", tap]).catch(undefinedIfAbsent),
    removeBrake(run, tap),
  ]);
}

/** One guest with small packets must not make everybody's small: what the bridge followed its port in is taken back. */
async function keepMtu(run: IpCommand, bridge: string, mtu: number): Promise<void> {
  if ((await readLink(run, bridge))?.mtu === mtu) return;
  await run("ip", ["link", "set", "dev", bridge, "mtu", String(mtu)]);
}

async function readBridge(run: IpCommand, bridge: string, vlan: number | undefined): Promise<Link> {
  const link = await readLink(run, bridge);
  if (link === undefined) {
    throw new GantryError("bridge_missing", {
      message: `There is no bridge ${bridge} on this host.`,
      hint: `Make it with \`ip link add ${bridge} type bridge && ip link set ${bridge} up\`, or choose another network.`,
      details: { bridge },
    });
  }
  if (link.kind !== "bridge") {
    throw new GantryError("bridge_missing", {
      message: `${bridge} is not a bridge but ${link.kind === "" ? "a network card" : `a ${link.kind} interface`}.`,
      hint: `Put it on a bridge: \`ip link add br0 type bridge && ip link set ${bridge} master br0\`, then name br0.`,
      details: { bridge, kind: link.kind },
    });
  }
  if (vlan !== undefined && !link.vlanFiltering) {
    throw new GantryError("network_failed", {
      message: `Bridge ${bridge} does not separate VLANs, so an interface cannot be put into VLAN ${vlan}.`,
      hint: `Switch it on with \`ip link set ${bridge} type bridge vlan_filtering 1\` if the kernel can, or use one bridge per network.`,
      details: { bridge, vlan },
    });
  }
  return link;
}

async function removeLeftover(run: IpCommand, tap: string): Promise<void> {
  const left = await readLink(run, tap);
  if (left === undefined) return;
  if (left.carrier || left.kind !== "tun") {
    throw new GantryError("network_failed", {
      message: `Network interface ${tap} is in use${left.kind === "tun" ? " by a running process" : ""}.`,
      hint: `\`ip -details tuntap show\` names the process; if it is a QEMU of this instance, stop that one first.`,
      details: { tap },
    });
  }
  await removeTap(run, tap);
}

/** Untagged for the guest, in this VLAN for the bridge, and no longer in the default one. */
async function joinVlan(run: IpCommand, tap: string, vlan: number): Promise<void> {
  await run("bridge", ["vlan", "add", "dev", tap, "vid", String(vlan), "pvid", "untagged"]);
  if (vlan !== 1) await run("bridge", ["vlan", "del", "dev", tap, "vid", "1"]);
}

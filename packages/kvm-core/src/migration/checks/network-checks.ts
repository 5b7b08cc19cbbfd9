import type { HostServices } from "../../instance/index.ts";
import type { PrepareRequest } from "../../model/migration-peer.ts";
import { type BridgeFacts, isPortFree, readBridges } from "../../network/index.ts";
import { type CheckResult, fail, pass, warn } from "./check-result.ts";

/** The bridges that the spec names, as they are on the target. */
export function bridgesHere({ spec }: PrepareRequest, { network }: HostServices) {
  const names = spec.nics.flatMap((nic) => ("bridge" in nic.network ? [nic.network.bridge] : []));
  return readBridges(network, names);
}

type Bridges = Readonly<Record<string, BridgeFacts | undefined>>;

export function bridgeMissing(bridges: Bridges): CheckResult {
  const names = Object.keys(bridges);
  const missing = names.filter((name) => bridges[name] === undefined);
  if (missing.length === 0) return pass("Every bridge is there.", names.join(", ") || "no bridges");
  const [first = ""] = missing;
  return fail(`The target has no bridge ${missing.join(", ")}.`, {
    evidence: missing.join(", "),
    fix: `On the target: ip link add ${first} type bridge && ip link set ${first} up`,
  });
}

export function vlanMissing({ spec }: PrepareRequest, bridges: Bridges): CheckResult {
  const wanted = spec.nics.flatMap(({ network }) =>
    "bridge" in network && network.vlan !== undefined ? [{ ...network, vlan: network.vlan }] : [],
  );
  // A bridge that is missing altogether has its own line.
  const without = wanted.filter(({ bridge }) => bridges[bridge]?.vlanFiltering === false);
  const shown = (list: typeof wanted) => list.map(({ bridge, vlan }) => `${bridge} ${vlan}`).join(", ");
  if (without.length === 0) return pass("Every VLAN can be joined.", shown(wanted) || "no VLANs");
  const [first] = without;
  return fail("A bridge of the target does not separate VLANs.", {
    evidence: shown(without),
    fix: `On the target: ip link set ${first?.bridge ?? ""} type bridge vlan_filtering 1`,
  });
}

export function mtuDiffers({ spec, bridgeMtus }: PrepareRequest, bridges: Bridges): CheckResult {
  const differing = spec.nics.flatMap(({ network, mtu }) => {
    if (!("bridge" in network)) return [];
    const here = bridges[network.bridge]?.mtu;
    const there = mtu ?? bridgeMtus[network.bridge];
    if (here === undefined || there === undefined) return [];
    // With an MTU of its own the interface keeps it; only a bridge that carries less is a trap.
    const fits = mtu === undefined ? here === there : here >= there;
    return fits ? [] : [{ bridge: network.bridge, there, here }];
  });
  const [first] = differing;
  if (first === undefined) return pass("The MTUs agree.", shownMtus(bridges));
  return warn(
    "A bridge of the target carries packets of another size; large ones may get lost after the move.",
    {
      evidence: differing.map(({ bridge, there, here }) => `${bridge}: ${there} → ${here}`).join(", "),
      fix: `On the target: ip link set ${first.bridge} mtu ${first.there}`,
    },
  );
}

function shownMtus(bridges: Bridges): string {
  return (
    Object.entries(bridges)
      .flatMap(([name, facts]) => (facts === undefined ? [] : [`${name} ${facts.mtu}`]))
      .join(", ") || "no bridges"
  );
}

export async function forwardedPorts(
  { spec, source }: PrepareRequest,
  { host }: HostServices,
): Promise<CheckResult> {
  const ports = spec.nics.flatMap((nic) =>
    "user" in nic.network ? nic.network.user.forward.map((forward) => forward.host) : [],
  );
  const taken: number[] = [];
  for (const port of ports) if (!(await isPortFree(port))) taken.push(port);
  if (taken.length === 0) return pass("Every forwarded port is free.", ports.join(", ") || "no forwards");
  return fail(`On ${host} these ports are used: ${taken.join(", ")}.`, {
    evidence: `forwarded from ${source}`,
    fix: "Free them, or take the forwards out of the spec.",
  });
}

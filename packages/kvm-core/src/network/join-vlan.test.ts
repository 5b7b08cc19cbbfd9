import { describe, expect, test } from "vitest";
import { GantryError, instanceSpecSchema } from "../model/index.ts";
import type { IpCommand } from "./ip-command.ts";
import { prepareNics } from "./prepare-nics.ts";
import { tapName } from "./tap-name.ts";

/*
 * Many kernels, also those of test machines, are built without VLAN filtering. What is sent to one that has it is
 * checked here; that it is refused where it is missing is checked on a real bridge.
 */
const uuid = "6a1a5b9e-3f43-4b5f-9b9e-0f6e3a5d1c11";
const scope = "host-a";
const tap = tapName(scope, uuid, 0);
const bridge = { flags: [], mtu: 1500, linkinfo: { info_kind: "bridge", info_data: { vlan_filtering: 1 } } };

function filteringHost(fails: (command: string) => boolean): { run: IpCommand; commands: string[] } {
  const commands: string[] = [];
  const failure = (stderr: string) =>
    new GantryError("network_failed", { message: stderr, hint: "", details: { stderr } });
  const run: IpCommand = (program, args) => {
    const command = [program, ...args].join(" ");
    if (command.endsWith("link show dev br0")) return Promise.resolve(JSON.stringify([bridge]));
    if (command.includes("link show dev")) return Promise.reject(failure(`Device "${tap}" does not exist.`));
    commands.push(command);
    return fails(command) ? Promise.reject(failure("Operation not supported")) : Promise.resolve("");
  };
  return { run, commands };
}

function specInVlan(vlan: number) {
  return instanceSpecSchema.parse({ name: "web-1", nics: [{ network: { bridge: "br0", vlan } }] });
}

describe("an interface in a VLAN", () => {
  test("is in that VLAN alone, untagged, before it is up", async () => {
    const { run, commands } = filteringHost(() => false);
    await prepareNics(specInVlan(10), { uuid, numbers: {}, scope, run });
    expect(commands.slice(-3)).toEqual([
      `bridge vlan add dev ${tap} vid 10 pvid untagged`,
      `bridge vlan del dev ${tap} vid 1`,
      `ip link set dev ${tap} up`,
    ]);
  });

  test("stays in VLAN 1 when that is the one", async () => {
    const { run, commands } = filteringHost(() => false);
    await prepareNics(specInVlan(1), { uuid, numbers: {}, scope, run });
    expect(commands.filter((command) => command.includes("vlan del"))).toEqual([]);
  });

  test("goes again when the bridge refuses, and never was up", async () => {
    const { run, commands } = filteringHost((command) => command.startsWith("bridge vlan add"));
    await expect(prepareNics(specInVlan(10), { uuid, numbers: {}, scope, run })).rejects.toMatchObject({
      code: "network_failed",
    });
    expect(commands).toContain(`ip link delete dev ${tap}`);
    expect(commands.some((command) => command.endsWith(" up"))).toBe(false);
  });
});

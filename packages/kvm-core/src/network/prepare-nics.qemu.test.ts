import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GantryError, type InstanceSpecInput, instanceSpecSchema, type NicSpec } from "../model/index.ts";
import { TestNetwork } from "../testing/test-network.ts";
import type { IpCommand } from "./ip-command.ts";
import { limitTap } from "./limit-tap.ts";
import { type PrepareNicsOptions, prepareNics, removeTaps } from "./prepare-nics.ts";
import { readLink } from "./read-link.ts";
import { sweepTaps } from "./sweep-taps.ts";
import { brakeName, tapName } from "./tap-name.ts";

const uuid = "6a1a5b9e-3f43-4b5f-9b9e-0f6e3a5d1c11";

// Making taps takes root, or a kernel that lets users have network namespaces of their own.
const possible = await TestNetwork.isPossible();

type Network = NonNullable<InstanceSpecInput["nics"]>[number]["network"];

function specWith(...networks: Network[]) {
  return instanceSpecSchema.parse({ name: "web-1", nics: networks.map((network) => ({ network })) });
}

async function bridged(...names: string[]): Promise<TestNetwork> {
  const network = await TestNetwork.make();
  for (const name of names) {
    await network.run("ip", ["link", "add", name, "type", "bridge"]);
    await network.run("ip", ["link", "set", name, "up"]);
  }
  return network;
}

function nicOf(spec: ReturnType<typeof specWith>, index: number): NicSpec {
  const nic = spec.nics[index];
  if (nic === undefined) throw new Error(`the spec has no interface ${index}`);
  return nic;
}

async function tapsIn({ run }: TestNetwork): Promise<string[]> {
  const links = JSON.parse(await run("ip", ["-json", "link", "show"])) as { ifname: string }[];
  return links.map(({ ifname }) => ifname).filter((name) => /^g[ti]/.test(name));
}

function options(network: TestNetwork, more: Partial<PrepareNicsOptions> = {}): PrepareNicsOptions {
  return { uuid, numbers: {}, scope: "host-a", run: network.run, ...more };
}

describe.skipIf(!possible)("preparing interfaces", () => {
  test("makes a tap for each one on a bridge: up, on its bridge, with the bridge's MTU", async () => {
    await using network = await bridged("br0", "br1");
    await network.run("ip", ["link", "set", "br1", "mtu", "1400"]);
    const spec = specWith({ bridge: "br0" }, { user: {} }, { bridge: "br1" });
    const { taps } = await prepareNics(spec, options(network));
    expect(Object.keys(taps)).toEqual(["0", "2"]);
    for (const [index, bridge, mtu] of [
      [0, "br0", 1500],
      [2, "br1", 1400],
    ] as const) {
      const text = await network.run("ip", ["-json", "-details", "link", "show", "dev", taps[index] ?? ""]);
      const [link] = JSON.parse(text) as Record<string, unknown>[];
      expect(link).toMatchObject({
        ifname: tapName("host-a", uuid, index),
        master: bridge,
        mtu,
        ifalias: `gantry web-1 nic ${index}`,
        linkinfo: { info_kind: "tun", info_data: { type: "tap", vnet_hdr: true, persist: true } },
      });
      expect(link?.["flags"]).toContain("UP");
    }
  });

  test("leaves a bridge's own MTU alone", async () => {
    await using network = await bridged("br0");
    await network.run("ip", ["link", "set", "br0", "mtu", "9000"]);
    await prepareNics(specWith({ bridge: "br0" }), options(network));
    expect(await readLink(network.run, "br0")).toMatchObject({ mtu: 9000 });
  });

  test("gives a tap the MTU that is asked for, and a smaller one does not shrink its bridge", async () => {
    await using network = await bridged("br0");
    const spec = specWith({ bridge: "br0" }, { bridge: "br0" });
    const nics = [1280, 9000].map((mtu, index) => ({ ...nicOf(spec, index), mtu }));
    const { taps } = await prepareNics({ ...spec, nics }, options(network));
    expect(await readLink(network.run, taps[0] ?? "")).toMatchObject({ mtu: 1280 });
    expect(await readLink(network.run, taps[1] ?? "")).toMatchObject({ mtu: 9000 });
    expect(await readLink(network.run, "br0")).toMatchObject({ mtu: 1500 });
  });

  test("gives the tap to the user that QEMU runs as", async () => {
    await using network = await bridged("br0");
    const { taps } = await prepareNics(
      specWith({ bridge: "br0" }),
      options(network, { account: { uid: 0, gid: 0 } }),
    );
    const shown = await network.run("ip", ["-json", "-details", "link", "show", "dev", taps[0] ?? ""]);
    expect(JSON.parse(shown)).toMatchObject([{ linkinfo: { info_data: { user: "root" } } }]);
  });

  test("takes everything away again when undone, and undoing twice is fine", async () => {
    await using network = await bridged("br0");
    const prepared = await prepareNics(specWith({ bridge: "br0" }, { bridge: "br0" }), options(network));
    expect(await tapsIn(network)).toHaveLength(2);
    await prepared.undo();
    await prepared.undo();
    expect(await tapsIn(network)).toEqual([]);
  });

  test("replaces what a dead start left behind", async () => {
    await using network = await bridged("br0");
    const spec = specWith({ bridge: "br0" });
    await prepareNics(spec, options(network));
    const { taps } = await prepareNics(spec, options(network));
    expect(await tapsIn(network)).toEqual([taps[0]]);
  });

  test("makes different taps for two hosts in one network", async () => {
    await using network = await bridged("br0");
    const spec = specWith({ bridge: "br0" });
    await prepareNics(spec, options(network));
    await prepareNics(spec, options(network, { scope: "host-b" }));
    expect(await tapsIn(network)).toHaveLength(2);
  });

  test("names the missing bridge, the command that makes it, and leaves nothing behind", async () => {
    await using network = await bridged("br0");
    const spec = specWith({ bridge: "br0" }, { bridge: "br7" });
    await expect(prepareNics(spec, options(network))).rejects.toMatchObject({
      code: "bridge_missing",
      message: "There is no bridge br7 on this host.",
      hint: expect.stringContaining("ip link add br7 type bridge && ip link set br7 up"),
    });
    expect(await tapsIn(network)).toEqual([]);
  });

  test("does not take a network card for a bridge", async () => {
    await using network = await bridged();
    await expect(prepareNics(specWith({ bridge: "lo" }), options(network))).rejects.toMatchObject({
      code: "bridge_missing",
      message: expect.stringContaining("lo is not a bridge"),
    });
  });

  test("refuses a VLAN on a bridge that does not separate VLANs, and leaves nothing behind", async () => {
    await using network = await bridged("br0");
    await expect(prepareNics(specWith({ bridge: "br0", vlan: 10 }), options(network))).rejects.toMatchObject({
      code: "network_failed",
      message: expect.stringContaining("VLAN 10"),
      hint: expect.stringContaining("vlan_filtering 1"),
    });
    expect(await tapsIn(network)).toEqual([]);
  });

  test("runs the hook once a tap is up, and takes the tap away when the hook fails", async () => {
    await using network = await bridged("br0");
    await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-hook-"));
    const hook = join(directory.path, "hook");
    await writeFile(hook, '#!/bin/sh\necho "$INSTANCE|$MAC|$IP|$BRIDGE|$INTERFACE|$VLAN" >&2\nexit 1\n');
    await chmod(hook, 0o700);
    const tap = tapName("host-a", uuid, 0);
    const spec = specWith({ bridge: "br0" });
    const nics = [{ ...nicOf(spec, 0), mac: "52:54:00:12:34:56", ip: "192.0.2.10" }];
    await expect(prepareNics({ ...spec, nics }, options(network, { hook }))).rejects.toMatchObject({
      code: "network_failed",
      message: expect.stringContaining(`web-1|52:54:00:12:34:56|192.0.2.10|br0|${tap}|`),
    });
    expect(await tapsIn(network)).toEqual([]);
  });

  test("does nothing for interfaces in user mode", async () => {
    const run = (): Promise<string> => Promise.reject(new Error("nothing is to be run"));
    await expect(
      prepareNics(specWith({ user: {} }), { uuid, numbers: {}, scope: "host-a", run }),
    ).resolves.toMatchObject({
      taps: {},
    });
  });
});

describe.skipIf(!possible)("limiting a tap", () => {
  const rate = { receiveMbit: 8, transmitMbit: 16 };

  async function bytesPerSecond({ run }: TestNetwork, device: string): Promise<number | undefined> {
    const text = await run("tc", ["-json", "qdisc", "show", "dev", device]).catch(() => "[]");
    const found = JSON.parse(text) as { kind: string; options: { rate?: number } }[];
    return found.find(({ kind }) => kind === "tbf")?.options.rate;
  }

  test("queues what the guest receives and what it sends, each at its own rate", async () => {
    await using network = await bridged("br0");
    const spec = specWith({ bridge: "br0" });
    const limited = { ...spec, nics: [{ ...nicOf(spec, 0), rate }] };
    const { taps, undo } = await prepareNics(limited, options(network));
    const tap = taps[0] ?? "";
    expect(await bytesPerSecond(network, tap)).toBe(1_000_000);
    expect(await bytesPerSecond(network, brakeName(tap))).toBe(2_000_000);
    await undo();
    expect(await tapsIn(network)).toEqual([]);
  });

  test("can be changed and lifted while the tap is used, and twice is as good as once", async () => {
    await using network = await bridged("br0");
    const { taps } = await prepareNics(specWith({ bridge: "br0" }), options(network));
    const tap = taps[0] ?? "";
    const limit = (to: typeof rate | undefined) =>
      limitTap(network.run, { tap, rate: to, field: "nics.0.rate" });
    await limit(rate);
    await limit({ receiveMbit: 80, transmitMbit: 160 });
    expect(await bytesPerSecond(network, tap)).toBe(10_000_000);
    expect(await bytesPerSecond(network, brakeName(tap))).toBe(20_000_000);
    await limit(undefined);
    await limit(undefined);
    expect(await bytesPerSecond(network, tap)).toBeUndefined();
    expect(await tapsIn(network)).toEqual([tap]);
  });

  test.each([
    ["receiveMbit", "tc qdisc replace", "Error: Specified qdisc kind is unknown."],
    ["transmitMbit", "ip link add", "Error: Unknown device type."],
    ["transmitMbit", "tc filter add", "Error: Failed to load TC action module."],
  ])(
    "says that the kernel lacks %s when `%s` fails, and leaves nothing behind",
    async (field, act, words) => {
      await using network = await bridged("br0");
      const without: IpCommand = (program, args) =>
        [program, ...args].join(" ").startsWith(act)
          ? Promise.reject(
              new GantryError("network_failed", { message: words, hint: "", details: { stderr: words } }),
            )
          : network.run(program, args);
      const spec = specWith({ bridge: "br0" });
      const limited = { ...spec, nics: [{ ...nicOf(spec, 0), rate: { [field]: 8 } }] };
      await expect(prepareNics(limited, options(network, { run: without }))).rejects.toMatchObject({
        code: "unsupported",
        message: expect.stringContaining(`nics.0.rate.${field}`),
      });
      expect(await tapsIn(network)).toEqual([]);
    },
  );
});

describe.skipIf(!possible)("sweeping taps", () => {
  test("removes what a dead agent of this host left, and nothing of anybody else", async () => {
    await using network = await bridged("br0");
    const spec = specWith({ bridge: "br0" });
    const limited = { ...spec, nics: [{ ...nicOf(spec, 0), rate: { transmitMbit: 8 } }] };
    const { taps: lost } = await prepareNics(limited, options(network));
    const other = { uuid: "0a1a5b9e-3f43-4b5f-9b9e-0f6e3a5d1c11" };
    const { taps: recorded } = await prepareNics(spec, options(network, other));
    const { taps: foreign } = await prepareNics(spec, options(network, { scope: "host-b" }));
    const swept = await sweepTaps(options(network), new Set(Object.values(recorded)));
    expect(swept).toContain(lost[0]);
    expect((await tapsIn(network)).sort()).toEqual([recorded[0], foreign[0]].sort());
  });
});

describe.skipIf(!possible)("removing taps", () => {
  test("is idempotent", async () => {
    await using network = await bridged("br0");
    const { taps } = await prepareNics(specWith({ bridge: "br0" }), options(network));
    await removeTaps(Object.values(taps), network.run);
    await removeTaps(Object.values(taps), network.run);
    expect(await tapsIn(network)).toEqual([]);
  });

  test("never removes an interface that is not a tap of ours", async () => {
    await using network = await bridged("br0");
    await expect(removeTaps(["br0"], network.run)).rejects.toMatchObject({ code: "network_failed" });
    expect(await readLink(network.run, "br0")).toMatchObject({ kind: "bridge" });
  });
});

describe.skipIf(!possible)("a tap that a process holds", () => {
  test("is not replaced", async () => {
    await using network = await bridged("br0");
    await using scope = new AsyncDisposableStack();
    const { taps } = await prepareNics(specWith({ bridge: "br0" }), options(network));
    const tap = taps[0] ?? "";
    const netdev = `tap,id=n0,ifname=${tap},script=no,downscript=no`;
    const [program = "", ...prefix] = network.prefix;
    const machine = [
      "qemu-system-x86_64",
      "-machine",
      "none",
      "-S",
      "-display",
      "none",
      "-netdev",
      netdev,
      "-qmp",
      "stdio",
    ];
    const qemu = spawn(program, [...prefix, ...machine], { stdio: ["pipe", "pipe", "ignore"] });
    scope.defer(async () => {
      const exit = once(qemu, "exit");
      qemu.kill("SIGKILL");
      await exit;
    });
    await once(qemu.stdout, "data");
    expect(await readLink(network.run, tap)).toMatchObject({ carrier: true });
    await expect(prepareNics(specWith({ bridge: "br0" }), options(network))).rejects.toMatchObject({
      code: "network_failed",
      message: `Network interface ${tap} is in use by a running process.`,
    });
    expect(await tapsIn(network)).toEqual([tap]);
  });
});

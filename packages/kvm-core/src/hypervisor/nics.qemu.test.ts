import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildLinuxGuest, defaultCacheDir, linuxGuestCommandLine } from "@gantry/demo-guest";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migrationOptionsSchema } from "../model/migration.ts";
import { instanceSpecSchema, type InstanceSpecInput } from "../model/spec.ts";
import { GuestShell } from "../testing/guest-shell.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { TemporaryHost } from "../testing/temporary-host.ts";
import { TestNetwork } from "../testing/test-network.ts";

/*
 * Two hosts, each in a network namespace of its own with a bridge, joined by a cable; a Linux guest on each. The tests
 * follow each other: they are the life of these two guests.
 */
const possible = process.getuid?.() === 0 && (await TestNetwork.isPossible());

class Site {
  readonly network: TestNetwork;
  readonly host: TemporaryHost;
  readonly shell: GuestShell;

  private constructor(network: TestNetwork, host: TemporaryHost, guest: string) {
    this.network = network;
    this.host = host;
    this.shell = new GuestShell(() => host.hypervisor, guest);
  }

  static async open(scope: AsyncDisposableStack, name: string, guest: string): Promise<Site> {
    const directory = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-site-")));
    const network = scope.use(await TestNetwork.make());
    await network.addBridge("br0");
    const qemu = join(directory.path, "qemu");
    await network.writeQemu(qemu);
    return new Site(
      network,
      scope.use(await TemporaryHost.open({ host: name, qemu, ip: network.run })),
      guest,
    );
  }

  get hypervisor(): TemporaryHost["hypervisor"] {
    return this.host.hypervisor;
  }

  async links(): Promise<{ ifname: string; mtu: number }[]> {
    return JSON.parse(await this.network.run("ip", ["-json", "link", "show"]));
  }

  async taps(): Promise<string[]> {
    return (await this.links()).map(({ ifname }) => ifname).filter((name) => /^g[ti]/.test(name));
  }
}

describe.skipIf(!possible)("network interfaces of running guests", () => {
  const scope = new AsyncDisposableStack();
  let east: Site;
  let west: Site;
  const eastMac = "52:54:00:00:00:0e";
  const moreMac = "52:54:00:00:00:1e";

  beforeAll(async () => {
    const linux = await buildLinuxGuest({ cacheDir: defaultCacheDir(process.env) });
    east = await Site.open(scope, "host-east", "east");
    west = await Site.open(scope, "host-west", "west");
    await east.network.connect("br0", west.network, "br0");
    const guest = (name: string, nic: NonNullable<InstanceSpecInput["nics"]>[number]) =>
      instanceSpecSchema.parse({
        name,
        memoryMiB: 128,
        boot: { kernel: linux.kernel, initrd: linux.initrd, cmdline: linuxGuestCommandLine(name) },
        nics: [nic],
      });
    const specs = [
      [east, guest("east", { mac: eastMac, network: { bridge: "br0" }, mtu: 1400 })],
      [west, guest("west", { network: { bridge: "br0" } })],
    ] as const;
    for (const [{ hypervisor }, spec] of specs) {
      await hypervisor.create({ spec, start: false, newDisks: [] });
      await hypervisor.start(spec.name);
    }
    for (const [index, { shell }] of [east, west].entries()) {
      await shell.ready();
      await shell.until("[ -e /sys/class/net/eth0 ]");
      await shell.run("until killall udhcpc; do usleep 50000; done");
      // What it had begun would take the address away again.
      await shell.run("while grep -qs '[g]uest/lease' /proc/[0-9]*/cmdline; do usleep 50000; done");
      await shell.run(`ip addr add 192.0.2.${index + 1}/24 dev eth0; ip link set eth0 up`);
    }
  }, 300_000);
  afterAll(() => scope.disposeAsync());

  test("a guest pings another one on another host", async () => {
    await east.shell.until("ping -c 1 -W 1 192.0.2.2");
    const { figures } = await east.hypervisor.get("east");
    expect(figures?.nics).toMatchObject([{ name: "nic-0", mac: eastMac, link: "up" }]);
    expect(figures?.nics[0]?.receiveBytes).toBeGreaterThan(0);
    expect(figures?.nics[0]?.transmitBytes).toBeGreaterThan(0);
  });

  test("the guest and the tap have the MTU of the spec", async () => {
    expect((await east.shell.run("cat /sys/class/net/eth0/mtu")).output).toBe("1400\n");
    const [tap] = await east.taps();
    expect((await east.links()).find(({ ifname }) => ifname === tap)).toMatchObject({ mtu: 1400 });
  });

  test("a cable that is pulled stops the ping, and put back lets it go on", async () => {
    await east.hypervisor.nics.setLink("east", { nic: eastMac, link: "down" });
    await east.shell.until("grep -q 0 /sys/class/net/eth0/carrier");
    expect((await east.shell.run("ping -c 1 -W 1 192.0.2.2")).code).not.toBe(0);
    expect((await east.hypervisor.get("east")).figures?.nics).toMatchObject([{ link: "down" }]);
    await east.hypervisor.nics.setLink("east", { nic: "nic-0", link: "up" });
    await east.shell.until("ping -c 1 -W 1 192.0.2.2");
  });

  test("an interface that is plugged in appears in the guest and carries its packets", async () => {
    const nic = { mac: moreMac, network: { bridge: "br0" }, link: "down" } as const;
    expect(await east.hypervisor.nics.attach("east", nic)).toEqual({ mac: moreMac, name: "nic-1" });
    await east.shell.until("[ -e /sys/class/net/eth1 ]");
    await east.shell.run("ip addr flush dev eth0; ip link set eth1 up; ip addr add 192.0.2.1/24 dev eth1");
    expect((await east.shell.run("cat /sys/class/net/eth1/carrier")).output).toBe("0\n");
    await east.hypervisor.nics.setLink("east", { nic: "nic-1", link: "up" });
    await east.shell.until("ping -c 1 -W 1 -I eth1 192.0.2.2");
    expect(await east.taps()).toHaveLength(2);
  });

  test("an interface that is unplugged leaves nothing, and the others keep name and address", async () => {
    const before = await east.shell.run("readlink /sys/class/net/eth1/device");
    await east.hypervisor.nics.detach("east", { nic: eastMac });
    expect((await east.shell.run("[ -e /sys/class/net/eth0 ]")).code).toBe(1);
    expect(await east.shell.run("readlink /sys/class/net/eth1/device")).toEqual(before);
    expect(await east.taps()).toHaveLength(1);
    const { spec, figures } = await east.hypervisor.get("east");
    expect(spec.nics.map(({ mac }) => mac)).toEqual([moreMac]);
    expect(figures?.nics).toMatchObject([{ name: "nic-1", mac: moreMac }]);
    await east.shell.until("ping -c 1 -W 1 192.0.2.2");
  });

  test("a limit slows what the guest sends and what it receives, and can be lifted", {
    timeout: 120_000,
  }, async () => {
    const bytes = 500_000;
    /** Bytes per second, from the first to the last, by the clock of the guest that receives them. */
    const send = async (from: Site, to: Site, address: string) => {
      // Offered in the background until somebody listens.
      const offer = `head -c ${bytes} /dev/zero | nc ${address} 9000`;
      await from.shell.run(`(until ${offer}; do usleep 20000; done &) >/dev/null 2>&1 </dev/null`);
      const clock = (name: string) => `read ${name} _ </proc/uptime`;
      const timed = `dd bs=1 count=1 >/dev/null 2>&1; ${clock("a")}; wc -c; ${clock("b")}; echo $a $b`;
      const { output } = await to.shell.run(`nc -l -p 9000 | (${timed})`);
      const [received, begun = 0, ended = 0] = output.split(/\s/).map(Number);
      expect(received).toBe(bytes - 1);
      // The clock has hundredths.
      return bytes / Math.max(ended - begun, 0.01);
    };
    const bothWays = async () => ({
      sent: await send(east, west, "192.0.2.2"),
      received: await send(west, east, "192.0.2.1"),
    });
    const free = await bothWays();
    await east.hypervisor.nics.limit("east", { nic: "nic-1", rate: { receiveMbit: 1, transmitMbit: 1 } });
    const limited = await bothWays();
    // 1 Mbit/s is 125000 bytes/s; what a busy machine adds only makes it less.
    for (const way of ["sent", "received"] as const) {
      expect(limited[way]).toBeLessThan(150_000);
      expect(free[way]).toBeGreaterThan(limited[way]);
    }
    expect((await east.hypervisor.get("east")).spec.nics[0]?.rate).toEqual({
      receiveMbit: 1,
      transmitMbit: 1,
    });
    await east.hypervisor.nics.limit("east", { nic: "nic-1" });
    expect(await east.taps()).toHaveLength(1);
    expect(await send(east, west, "192.0.2.2")).toBeGreaterThan(limited.sent);
  });

  test("a guest that goes over to a new QEMU process of its host keeps its address, and each process has taps of its own", async () => {
    const options = migrationOptionsSchema.parse({});
    const before = await east.taps();
    await east.hypervisor.migrate("east", { options });
    await east.shell.until("ping -c 1 -W 1 192.0.2.2");
    const between = await east.taps();
    expect(between).toHaveLength(1);
    expect(between).not.toEqual(before);
    expect((await east.shell.run("cat /sys/class/net/eth1/address")).output).toBe(`${moreMac}\n`);
    expect((await east.hypervisor.commandLine("east")).join(" ")).toContain(between[0]);
    await east.hypervisor.migrate("east", { options });
    await west.shell.until("ping -c 1 -W 1 192.0.2.1");
    expect(await east.taps()).toEqual(before);
  });

  test("a guest that moves keeps its interface, its limit and a pulled cable", async () => {
    const { nics } = east.hypervisor;
    const spare = await nics.attach("east", { network: { user: {} }, link: "down" });
    await nics.limit("east", { nic: "nic-1", rate: { transmitMbit: 10 } });
    await east.hypervisor.migrate("east", {
      peer: new LocalPeer(() => west.hypervisor),
      options: migrationOptionsSchema.parse({}),
    });
    const shell = new GuestShell(() => west.hypervisor, "east");
    await shell.until("ping -c 1 -W 1 192.0.2.2");
    expect(spare.name).toBe("nic-0");
    const pulled = await shell.run("ip link set eth0 up; cat /sys/class/net/eth0/carrier");
    expect(pulled.output).toBe("0\n");
    const { figures, spec } = await west.hypervisor.get("east");
    expect(figures?.nics).toMatchObject([
      { name: "nic-1", link: "up" },
      { name: "nic-0", link: "down" },
    ]);
    expect(spec.nics[0]?.rate).toEqual({ transmitMbit: 10 });
    expect(await east.taps()).toEqual([]);
    expect((await west.taps()).filter((name) => name.startsWith("gi"))).toHaveLength(1);
    await west.hypervisor.stop("east", { force: true, timeoutSeconds: 10 });
    expect(await west.taps()).toHaveLength(1);
  });
});

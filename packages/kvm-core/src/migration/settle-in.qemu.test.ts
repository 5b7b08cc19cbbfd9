import { mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildLinuxGuest, defaultCacheDir, linuxGuestCommandLine } from "@gantry/demo-guest";
import { describe, expect, test } from "vitest";
import { migrationOptionsSchema } from "../model/migration.ts";
import { instanceSpecSchema } from "../model/spec.ts";
import { GuestShell } from "../testing/guest-shell.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { TemporaryHost, until } from "../testing/temporary-host.ts";
import { TestNetwork } from "../testing/test-network.ts";

const options = migrationOptionsSchema.parse({});

async function twoHosts(
  stack: AsyncDisposableStack,
): Promise<{ a: TemporaryHost; b: TemporaryHost; toB: LocalPeer; toA: LocalPeer }> {
  const a = stack.use(await TemporaryHost.open({ host: "host-a" }));
  const b = stack.use(await TemporaryHost.open({ host: "host-b" }));
  return { a, b, toB: new LocalPeer(() => b.hypervisor), toA: new LocalPeer(() => a.hypervisor) };
}

/**
 * An agent in the guest's shell: it sets the clock as long as there is no file /refuse, and says yes to all else. Its port
 * has no more to read while nobody is at the other end.
 */
const agentInShell = [
  String.raw`number() { echo "$line" | sed "s/.*\"$1\":\([0-9]*\)$2[^0-9].*/\1/"; }`,
  String.raw`answer() { printf '{%s, "id": %s}\n' "$1" $(number id) >&3; }`,
  String.raw`set_time() { if [ -e /refuse ]; then answer '"error": {"class": "GenericError", "desc": "no"}'`,
  String.raw`else date -s "@$(number time '[0-9]\{9\}')"; answer '"return": {}'; fi; }`,
  String.raw`agent() { exec 3<>/dev/$1; while :; do read -r line <&3 || usleep 20000; case "$line" in *set-time*) set_time`,
  String.raw`;; *sync-delimited*) printf '\377{"return": %s}\n' $(number id)  >&3 ;; *execute*) answer '"return": 0'`,
  String.raw`;; esac; done; }`,
]
  .join("; ")
  .replaceAll("; ;;", " ;;");

test("a guest's clock is set on the target if its agent can, and the result says what became of it", {
  timeout: 240_000,
}, async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB, toA } = await twoHosts(stack);
  const linux = await buildLinuxGuest({ cacheDir: defaultCacheDir(process.env) });
  const cmdline = linuxGuestCommandLine("web-1");
  const spec = instanceSpecSchema.parse({
    name: "web-1",
    memoryMiB: 128,
    boot: { kernel: linux.kernel, initrd: linux.initrd, cmdline },
  });
  await a.hypervisor.create({ spec, start: false, newDisks: [] });
  await a.hypervisor.start("web-1");
  let at = a;
  const shell = new GuestShell(() => at.hypervisor, "web-1");
  await shell.ready();
  const move = async (to: TemporaryHost) => {
    const { guestClock } = await at.hypervisor.migrate("web-1", { peer: to === b ? toB : toA, options });
    at = to;
    return guestClock;
  };
  const secondsLate = async () => Date.now() / 1000 - Number((await shell.run("date +%s")).output);
  expect(await move(b)).toBe("no agent");

  await shell.until("[ -e /sys/class/virtio-ports ]");
  const port = "$(basename $(dirname $(grep -l guest_agent /sys/class/virtio-ports/*/name)))";
  await shell.run(`${agentInShell}; (agent ${port} &) >/dev/null 2>&1 </dev/null`);
  await until(() => b.hypervisor.guest.hasAgent("web-1"));
  await shell.run("date -s @1000000000");
  expect(await move(a)).toBe("set");
  expect(Math.abs(await secondsLate())).toBeLessThan(3600);

  await shell.run("touch /refuse; date -s @1000000000");
  expect(await move(b)).toBe("not set");
  expect(await secondsLate()).toBeGreaterThan(3600);
});

test("a guest finds its CD and its cloud-init data on the target, byte by byte the same", async () => {
  await using stack = new AsyncDisposableStack();
  const { a, b, toB } = await twoHosts(stack);
  const cd = join(a.dir, "disks", "cd.iso");
  await writeFile(cd, Buffer.alloc(1_048_576, "c"));
  const file = join(a.dir, "disks", "web-1.img");
  await a.createGuest("web-1", "interactive", {
    disks: [
      { name: "root", source: { file }, format: "raw" },
      { name: "cd", source: { file: cd }, format: "raw", bus: "cdrom" },
    ],
    cloudInit: { userData: "#cloud-config\nhostname: web-1\n" },
  });
  await a.hypervisor.start("web-1");
  const before = await seedOf(a);
  expect((await a.hypervisor.migrate("web-1", { peer: toB, options })).outcome).toBe("moved");
  expect((await seedOf(b)).equals(before)).toBe(true);
  expect((await b.hypervisor.get("web-1")).spec.disks).toMatchObject([{ name: "root" }, { name: "cd" }]);
  await expect(seedOf(a)).rejects.toThrow();
});

async function seedOf(host: TemporaryHost): Promise<Buffer> {
  const run = join(host.dir, "run");
  const files = await readdir(run, { recursive: true });
  const [seed = "none"] = files.filter((name) => name.endsWith("seed.iso"));
  return await readFile(join(run, seed));
}

const possible = process.getuid?.() === 0 && (await TestNetwork.isPossible());

describe.skipIf(!possible)("The network", () => {
  test("hears of a guest's address from the target once it runs there, and not a moment before", async () => {
    await using stack = new AsyncDisposableStack();
    const [east, west] = [await site(stack, "host-east"), await site(stack, "host-west")];
    await east.network.connect("br0", west.network, "br0");
    const mac = "52:54:00:00:00:2e";
    // This guest says nothing by itself.
    await east.host.createGuest("web-1", "interactive", { nics: [{ mac, network: { bridge: "br0" } }] });
    await east.host.hypervisor.start("web-1");
    const portOf = async ({ network }: Site) => {
      const learned = JSON.parse(
        await network.run("bridge", ["-json", "fdb", "show", "br", "br0"]),
      ) as unknown;
      return learned;
    };
    const toWest = new LocalPeer(() => west.host.hypervisor);
    let before: unknown;
    toWest.beforeCommit = async () => {
      before = [await portOf(east), await portOf(west)];
    };
    await east.host.hypervisor.migrate("web-1", { peer: toWest, options });
    expect(JSON.stringify(before)).not.toContain(mac);
    await until(async () => JSON.stringify(await portOf(west)).includes(mac));
    await until(async () => JSON.stringify(await portOf(east)).includes(mac));
  });
});

interface Site {
  readonly network: TestNetwork;
  readonly host: TemporaryHost;
}

async function site(stack: AsyncDisposableStack, name: string): Promise<Site> {
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-site-")));
  const network = stack.use(await TestNetwork.make());
  await network.addBridge("br0");
  const qemu = join(directory.path, "qemu");
  await network.writeQemu(qemu);
  const host = stack.use(await TemporaryHost.open({ host: name, qemu, ip: network.run }));
  return { network, host };
}

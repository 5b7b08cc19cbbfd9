import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { NicSpecInput } from "../../model/nic-spec.ts";
import { QmpConnection, qomList } from "../../qmp/index.ts";
import { TemporaryHost, until } from "../../testing/temporary-host.ts";
import { TestNetwork } from "../../testing/test-network.ts";

const possible = process.getuid?.() === 0 && (await TestNetwork.isPossible());
const userMode = { mac: "52:54:00:00:00:01", network: { user: {} } } as const;

interface Order {
  readonly verb: "start" | "attach" | "detach" | "detach and reset";
  readonly nic?: NicSpecInput;
  readonly at?: { readonly when: "before" | "after"; readonly command: string };
  /** Puts the agent into a network. */
  readonly prefix?: readonly string[];
  readonly networkHook?: string;
}

/** Another agent of this host does it, and is killed at that moment; then this one is the agent again. */
async function killDuring(host: TemporaryHost, { prefix = [], networkHook, ...order }: Order): Promise<void> {
  await host.away(async () => {
    const { ip: _ip, log: _log, ...config } = { ...host.config, networkHook };
    const program = fileURLToPath(import.meta.resolve("./testing/killed-agent.ts"));
    const argument = JSON.stringify({ nic: userMode, ...order, instance: "web-1", config });
    const [command, ...args] = [...prefix, process.execPath, program, argument];
    const agent = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], timeout: 40_000 });
    const [code, signal] = await once(agent, "exit");
    if (signal !== "SIGKILL") throw new Error(`The agent ended by itself (${String(code)}).`);
  });
}

/** The cards that QEMU itself knows of. */
async function cards({ hypervisor }: TemporaryHost): Promise<string[]> {
  const { runtime } = await hypervisor.get("web-1");
  await using rescue = await QmpConnection.open({ path: runtime?.rescueMonitor ?? "" });
  const devices = await qomList(rescue, "/machine/peripheral");
  return devices.map(({ name }) => name).filter((name) => name.startsWith("nic-"));
}

async function runningGuest(host: TemporaryHost, nics: readonly NicSpecInput[] = []): Promise<void> {
  await host.createGuest("web-1", "interactive", { machine: "pc", nics: [...nics] });
  await host.hypervisor.start("web-1");
}

describe("an agent that is killed while it plugs an interface in", () => {
  test.for([
    { when: "after", command: "netdev_add", there: 0 },
    { when: "before", command: "device_add", there: 0 },
    { when: "after", command: "device_add", there: 1 },
  ] as const)(
    "$when $command leaves all of it or nothing to the next one",
    async ({ when, command, there }) => {
      await using host = await TemporaryHost.open();
      await runningGuest(host);
      await killDuring(host, { verb: "attach", at: { when, command } });
      const { spec } = await host.hypervisor.get("web-1");
      expect(spec.nics).toHaveLength(there);
      expect(await cards(host)).toHaveLength(there);
      // Neither half of a former attempt is in the way of the next one.
      const next = { ...userMode, mac: "52:54:00:00:00:02" };
      expect(await host.hypervisor.nics.attach("web-1", next)).toMatchObject({ name: `nic-${there}` });
      expect(await cards(host)).toHaveLength(there + 1);
    },
  );
});

describe("an agent that is killed while it unplugs an interface", () => {
  test("before the guest was asked leaves it where it was", async () => {
    await using host = await TemporaryHost.open();
    await runningGuest(host, [userMode]);
    await killDuring(host, { verb: "detach", at: { when: "before", command: "device_del" } });
    expect((await host.hypervisor.get("web-1")).spec.nics).toHaveLength(1);
    expect(await cards(host)).toEqual(["nic-0"]);
  });

  test("after the guest was asked leaves it to the next one, who removes it when the guest lets go", async () => {
    await using host = await TemporaryHost.open();
    await runningGuest(host, [userMode]);
    await killDuring(host, { verb: "detach", at: { when: "after", command: "device_del" } });
    expect((await host.hypervisor.get("web-1")).spec.nics).toHaveLength(1);
    await host.hypervisor.reboot("web-1", { hard: true, timeoutSeconds: 10 });
    await until(async () => (await host.hypervisor.get("web-1")).spec.nics.length === 0);
    expect(await cards(host)).toEqual([]);
  });

  test("after the guest let go leaves nothing of it", async () => {
    await using host = await TemporaryHost.open();
    await runningGuest(host, [userMode]);
    await killDuring(host, { verb: "detach and reset", at: { when: "before", command: "netdev_del" } });
    expect((await host.hypervisor.get("web-1")).spec.nics).toEqual([]);
    expect(await host.hypervisor.nics.attach("web-1", userMode)).toMatchObject({ name: "nic-0" });
  });
});

describe.skipIf(!possible)("an agent that is killed between making a tap and writing it down", () => {
  async function hostIn(network: TestNetwork): Promise<TemporaryHost> {
    const host = await TemporaryHost.open({ ip: network.run });
    await host.away(() => network.writeQemu(join(host.dir, "qemu")));
    return host;
  }

  /** The hook runs when the tap is up and nothing says so yet. */
  async function killer({ dir }: TemporaryHost): Promise<string> {
    const path = join(dir, "hook");
    await writeFile(path, "#!/bin/sh\nkill -9 $PPID\n", { mode: 0o755 });
    return path;
  }

  const nic = { mac: "52:54:00:00:00:03", network: { bridge: "br0" }, rate: { transmitMbit: 1 } } as const;
  const taps = async ({ run }: TestNetwork) =>
    (await run("ip", ["-brief", "link", "show"])).match(/^g[ti]\w+/gm);

  test("at a start leaves none behind", async () => {
    await using network = await TestNetwork.make();
    await network.addBridge("br0");
    await using host = await hostIn(network);
    await host.createGuest("web-1", "interactive", { nics: [nic] });
    const networkHook = await killer(host);
    let left: string[] | null = null;
    const { prefix } = network;
    const killed = killDuring(host, { verb: "start", networkHook, prefix });
    await Promise.all([killed, until(async () => (left ??= await taps(network)) !== null)]);
    expect(left).not.toBeNull();
    expect(await taps(network)).toBeNull();
    await host.hypervisor.start("web-1");
    expect(await taps(network)).toHaveLength(2);
  });

  test("while the guest runs leaves none behind, and the guest as it was", async () => {
    await using network = await TestNetwork.make();
    await network.addBridge("br0");
    await using host = await hostIn(network);
    await runningGuest(host);
    const [pid] = await host.qemuPids();
    await killDuring(host, { verb: "attach", nic, networkHook: await killer(host), prefix: network.prefix });
    expect(await taps(network)).toBeNull();
    expect(await host.qemuPids()).toEqual([pid]);
    expect((await host.hypervisor.get("web-1")).spec.nics).toEqual([]);
  });
});

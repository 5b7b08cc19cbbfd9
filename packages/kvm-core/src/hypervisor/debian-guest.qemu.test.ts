import { copyFile, readdir, readFile } from "node:fs/promises";
import { constants } from "node:fs";
import { join } from "node:path";
import {
  buildDebianGuest,
  DEBIAN_GUEST_MEMORY_MIB,
  defaultCacheDir,
  type DebianGuest,
} from "@gantry/demo-guest";
import { beforeAll, expect, test } from "vitest";
import { migrationOptionsSchema } from "../model/migration.ts";
import { instanceSpecSchema } from "../model/spec.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

// The first build on a machine installs Debian; a boot without KVM takes forty seconds on an idle machine.
const buildLimitMs = 900_000;
const limit = { timeout: 900_000 };
const secret = "correct-horse-battery-staple";

const userData = `#cloud-config
hostname: from-cloud-init
chpasswd: { expire: false, users: [{ name: root, password: ${secret}, type: text }] }
runcmd:
  - [sh, -c, "echo cloud-init was here > /dev/ttyS0"]
`;

let debian: DebianGuest;
beforeAll(async () => {
  debian = await buildDebianGuest({ cacheDir: defaultCacheDir(process.env) });
}, buildLimitMs);

async function createDebian(host: TemporaryHost, name: string): Promise<void> {
  const file = join(host.dir, "disks", `${name}.qcow2`);
  await copyFile(debian.disk, file, constants.COPYFILE_FICLONE);
  const spec = instanceSpecSchema.parse({
    name,
    // It boots in three quarters of the time that one takes.
    cpus: 2,
    memoryMiB: DEBIAN_GUEST_MEMORY_MIB,
    disks: [{ name: "root", source: { file } }],
    nics: [{ network: { user: {} } }],
    cloudInit: { userData },
  });
  await host.hypervisor.create({ spec, start: false, newDisks: [] });
}

async function printed(host: TemporaryHost, text: string, times = 1): Promise<void> {
  await until(async () => (await timesPrinted(host, text)) >= times);
}

async function timesPrinted(host: TemporaryHost, text: string): Promise<number> {
  return (await consoleText(host.hypervisor, "debian")).split(text).length - 1;
}

/** Everything that stands in command lines, logs and monitors' transcripts. */
async function published(host: TemporaryHost): Promise<string> {
  const logs = (await readdir(join(host.dir, "log"), { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  );
  const texts = logs.map((entry) => readFile(join(entry.parentPath, entry.name), "latin1"));
  const pids = await host.qemuPids();
  return (
    await Promise.all([...texts, ...pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "latin1"))])
  ).join();
}

test(
  "a Debian boots from its disk, takes its cloud-init data, answers by its agent wherever it moves, and shuts down when asked",
  limit,
  async () => {
    await using a = await TemporaryHost.open({ host: "host-a" });
    await using b = await TemporaryHost.open({ host: "host-b" });
    await createDebian(a, "debian");
    await a.hypervisor.start("debian");
    await printed(a, "systemd[1]: Detected architecture");
    await printed(a, "from-cloud-init login:");
    await printed(a, "cloud-init was here");
    await until(() => a.hypervisor.guest.hasAgent("debian"));

    // The next agent of this host finds the guest's agent where it was, though that opens nothing again.
    await a.reopen();
    await until(() => a.hypervisor.guest.hasAgent("debian"));
    await a.hypervisor.guest.setTime("debian");
    const { hostName, os, interfaces, fileSystems } = await a.hypervisor.guest.info("debian");
    expect(hostName).toBe("from-cloud-init");
    expect(os).toMatchObject({ id: "debian", kernel: expect.stringContaining("cloud-amd64") });
    expect(interfaces?.flatMap(({ addresses }) => addresses)).toContain("10.0.2.15/24");
    expect(fileSystems).toMatchObject([{ mountPoint: "/", type: "ext4" }]);
    expect(await published(a)).not.toContain(secret);

    {
      await using _held = await a.hypervisor.guest.freeze("debian");
      // An agent that holds the file systems writes nowhere, and so does nothing else.
      await expect(a.hypervisor.guest.setTime("debian")).rejects.toMatchObject({
        code: "guest_agent_failed",
      });
    }
    await a.hypervisor.guest.setTime("debian");
    // Frozen and never let go: as by an agent of this host that was killed.
    await a.hypervisor.guest.freeze("debian");
    await a.reopen();
    await until(() => a.hypervisor.guest.hasAgent("debian"));
    await until(() =>
      a.hypervisor.guest.setTime("debian").then(
        () => true,
        () => false,
      ),
    );

    const options = migrationOptionsSchema.parse({});
    await a.hypervisor.migrate("debian", { peer: new LocalPeer(() => b.hypervisor), options });
    await until(() => b.hypervisor.guest.hasAgent("debian"));
    await b.hypervisor.guest.ping("debian");
    expect(await published(b)).not.toContain(secret);

    await b.hypervisor.stop("debian", { force: false, timeoutSeconds: 600 });
    expect(b.hypervisor.list()).toMatchObject([{ state: "stopped", reason: "The guest shut down." }]);
    expect(await consoleText(b.hypervisor, "debian")).toContain("reboot: Power down");
    expect(await b.qemuPids()).toEqual([]);

    // Its own agent took the order: the power button was not pressed.
    const transcript = await readFile(
      join(b.dir, "log", b.hypervisor.list()[0]?.uuid ?? "", "qmp.log"),
      "utf8",
    );
    expect(transcript).not.toContain("system_powerdown");

    const boots = await timesPrinted(b, "Linux version");
    await b.hypervisor.start("debian");
    await printed(b, "Linux version", boots + 1);
    await b.hypervisor.stop("debian", { force: true, timeoutSeconds: 1 });
  },
);

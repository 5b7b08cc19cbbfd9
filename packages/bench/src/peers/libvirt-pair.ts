import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { endProcessesBelow } from "../agent/end-processes-below.ts";

const run = promisify(execFile);
const answersWithinMs = 20_000;
const guest = "moved";

/** Where libvirt keeps things, whatever its configuration says. Each daemon sees a directory of its own there. */
const fixedPlaces = ["run/libvirt", "var/lib/libvirt", "etc/libvirt", "var/log/libvirt", "var/cache/libvirt"];

/** Two libvirt daemons that take each other for another host, with a guest on the first. */
export class LibvirtPair implements AsyncDisposable {
  readonly #directory: string;
  #source: string;
  #target: string;

  private constructor(directory: string, [source, target]: readonly [string, string]) {
    this.#directory = directory;
    this.#source = source;
    this.#target = target;
  }

  /** Undefined where libvirt is not installed: it is too much to install for a comparison. */
  static async open(directory: string, disk: string, signal: AbortSignal): Promise<LibvirtPair | undefined> {
    if (!(await isInstalled())) return undefined;
    const daemons = ["01", "02"].map(async (ending) => {
      const below = join(directory, `libvirt-${ending}`);
      await startDaemon(below, `7b1c6f0e-3d52-4a7e-9d0b-0000000000${ending}`);
      const uri = `qemu+unix:///system?socket=${below}/socket/libvirt-sock`;
      await untilItAnswers(uri, signal);
      return uri;
    });
    const [first, second] = await Promise.all(daemons);
    if (first === undefined || second === undefined) throw new Error("Two daemons were to be started.");
    const pair = new LibvirtPair(directory, [first, second]);
    await writeFile(join(directory, "guest.xml"), guestXml(disk));
    await run("virsh", ["-c", first, "create", join(directory, "guest.xml")], { signal });
    return pair;
  }

  /** Moves the guest to the other daemon, and answers the milliseconds that `virsh` took. */
  async move(): Promise<number> {
    const before = performance.now();
    // Both see the same disk; libvirt cannot know that its cache mode is safe for that here.
    const how = ["migrate", "--live", "--unsafe", guest, this.#target, "tcp://127.0.0.1"];
    await run("virsh", ["-c", this.#source, ...how]);
    [this.#source, this.#target] = [this.#target, this.#source];
    return performance.now() - before;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endProcessesBelow(this.#directory);
  }
}

async function isInstalled(): Promise<boolean> {
  if (process.getuid?.() !== 0) return false;
  const asked = [run("libvirtd", ["--version"]), run("virsh", ["--version"]), run("id", ["libvirt-qemu"])];
  return (await Promise.allSettled(asked)).every(({ status }) => status === "fulfilled");
}

/** In a mount namespace of its own, so that nothing of this machine's libvirt is read or written. */
async function startDaemon(below: string, hostUuid: string): Promise<ChildProcess> {
  for (const place of [...fixedPlaces, "socket"]) await mkdir(join(below, place), { recursive: true });
  await writeFile(
    join(below, "etc/libvirt/libvirtd.conf"),
    `host_uuid = "${hostUuid}"\nauth_unix_rw = "none"\nunix_sock_dir = "${below}/socket"\n`,
  );
  await writeFile(
    join(below, "etc/libvirt/qemu.conf"),
    [
      'user = "root"\ngroup = "root"\ndynamic_ownership = 0\nremember_owner = 0\nsecurity_driver = "none"',
      'cgroup_controllers = []\nnamespaces = []\nstdio_handler = "file"\n',
    ].join("\n"),
  );
  const binds = fixedPlaces.map((place) => `mkdir -p /${place} && mount --bind ${below}/${place} /${place}`);
  const start = `exec libvirtd --config ${below}/etc/libvirt/libvirtd.conf --pid-file ${below}/pid`;
  return spawn("unshare", ["--mount", "sh", "-c", [...binds, start].join(" && ")], { stdio: "ignore" });
}

async function untilItAnswers(uri: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + answersWithinMs;
  for (;;) {
    try {
      await run("virsh", ["-c", uri, "version"], { signal });
      return;
    } catch (error) {
      if (signal.aborted || performance.now() > deadline) throw error;
      await delay(50);
    }
  }
}

/** As near to our own small guest as its XML can say. */
function guestXml(disk: string): string {
  return `<domain type='qemu'>
  <name>${guest}</name><memory unit='MiB'>16</memory><vcpu>1</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type><boot dev='hd'/></os>
  <features><acpi/></features><cpu mode='custom'><model>qemu64</model></cpu>
  <devices>
    <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='${disk}'/>
      <target dev='vda' bus='virtio'/><shareable/></disk>
    <serial type='file'><source path='${disk}.serial'/></serial>
    <memballoon model='none'/>
  </devices>
</domain>
`;
}

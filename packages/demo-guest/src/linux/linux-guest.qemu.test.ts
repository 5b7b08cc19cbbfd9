import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { RunningGuest } from "../testing/running-guest.ts";
import { buildLinuxGuest } from "./build-linux-guest.ts";
import type { LinuxGuest } from "./cached-guest.ts";
import { defaultCacheDir } from "./default-cache-dir.ts";
import { createDataDisk, LINUX_GUEST_MEMORY_MIB, linuxGuestCommandLine } from "./start-values.ts";

// The first build on a machine downloads a kernel; a boot takes three seconds on an idle machine without KVM.
const BUILD_LIMIT_MS = 300_000;
const LIMIT = { timeout: 120_000 };

let linux: LinuxGuest;
beforeAll(async () => {
  linux = await buildLinuxGuest({ cacheDir: defaultCacheDir(process.env) });
}, BUILD_LIMIT_MS);

const PROMPT = /demo:\/# /;
const USER_NETWORK = ["-netdev", "user,id=net0", "-device", "virtio-net-pci,netdev=net0"];

interface Boot {
  readonly directory: string;
  readonly machine?: string;
  readonly devices?: readonly string[];
  readonly signal: AbortSignal;
}

async function boot({ directory, machine = "q35", devices = [], signal }: Boot): Promise<RunningGuest> {
  const args = ["-machine", machine, "-m", String(LINUX_GUEST_MEMORY_MIB), "-kernel", linux.kernel];
  args.push("-initrd", linux.initrd, "-append", linuxGuestCommandLine("demo"));
  return await RunningGuest.start(directory, [...args, ...devices], signal);
}

const scratch = () => mkdtempDisposable(join(tmpdir(), "gantry-linux-guest-"));

function disk(file: string, address = "0x9"): string[] {
  const drive = { driver: "file", filename: file, "node-name": "data" };
  return ["-blockdev", JSON.stringify(drive), "-device", `virtio-blk-pci,drive=data,addr=${address}`];
}

/** Runs a command on the guest's console and returns what came before the next prompt. */
async function run(guest: RunningGuest, command: string, signal: AbortSignal): Promise<string> {
  guest.type(`${command}\n`);
  const { 1: output = "" } = await guest.serial.waitFor(/\n([^]*?)demo:\/# /, signal);
  return output.replaceAll("\r", "");
}

describe.for(["q35", "pc"])("On machine type %s the Linux guest", (machine) => {
  test("boots to a shell that needs no sign-in, greets and calculates", LIMIT, async ({ signal }) => {
    await using directory = await scratch();
    await using guest = await boot({ directory: directory.path, machine, signal });
    await guest.serial.waitFor(/Linux version/, signal);
    await guest.serial.waitFor(/This is demo.*Try:/, signal);
    await guest.serial.waitFor(PROMPT, signal);
    expect(await run(guest, "echo $((40+2))", signal)).toBe("42\n");
    expect(await run(guest, "hostname", signal)).toBe("demo\n");
    expect(guest.serial.text).not.toContain("not found");
  });

  test("ends cleanly by the ACPI power button", LIMIT, async ({ signal }) => {
    await using directory = await scratch();
    await using guest = await boot({ directory: directory.path, machine, signal });
    await guest.serial.waitFor(PROMPT, signal);
    guest.pressPowerButton();
    expect(await guest.event("SHUTDOWN", signal)).toContain("guest-shutdown");
    await guest.ended();
  });
});

describe("The Linux guest", () => {
  test(
    "keeps what is written to /data over a restart, at whatever address the disk is",
    LIMIT,
    async ({ signal }) => {
      await using directory = await scratch();
      const file = join(directory.path, "data.raw");
      await createDataDisk(file);
      {
        await using guest = await boot({ directory: directory.path, devices: disk(file), signal });
        await guest.serial.waitFor(/blank: making a file system/, signal);
        await guest.serial.waitFor(PROMPT, signal);
        // The shell itself stands in /data, and would keep it mounted.
        await run(guest, "echo hello > /data/note; (cd /data && sleep 1000) &", signal);
        guest.pressPowerButton();
        await guest.event("SHUTDOWN", signal);
        await guest.ended();
      }
      await using guest = await boot({ directory: directory.path, devices: disk(file, "0x11"), signal });
      await guest.serial.waitFor(PROMPT, signal);
      expect(await run(guest, "cat /data/note", signal)).toBe("hello\n");
      // The kernel says so when a file system was not given back in good order.
      expect(await run(guest, "dmesg | grep -c unchecked", signal)).toBe("0\n");
    },
  );

  test("never makes a file system on a disk that holds anything", LIMIT, async ({ signal }) => {
    await using directory = await scratch();
    const file = join(directory.path, "data.raw");
    await writeFile(file, Buffer.concat([Buffer.alloc(8 * 1024 * 1024 - 1), Buffer.from("!")]));
    await using guest = await boot({ directory: directory.path, devices: disk(file), signal });
    await guest.serial.waitFor(/\/dev\/vda holds something .* left alone/, signal);
    await guest.serial.waitFor(PROMPT, signal);
    expect(await run(guest, "grep -c /data /proc/mounts; tr -d '\\0' </dev/vda | wc -c", signal)).toBe(
      "0\n1\n",
    );
  });

  test("gets an address on user-mode network and reaches the host", LIMIT, async ({ signal }) => {
    await using directory = await scratch();
    await using guest = await boot({ directory: directory.path, devices: USER_NETWORK, signal });
    await guest.serial.waitFor(PROMPT, signal);
    await run(guest, "until ip addr show eth0 | grep -q 'inet '; do usleep 50000; done", signal);
    expect(await run(guest, "ip addr show eth0", signal)).toContain("inet 10.0.2.15/24");
    expect(await run(guest, "ping -c 1 10.0.2.2", signal)).toContain("1 packets received");
    expect(await run(guest, "ip route; cat /etc/resolv.conf", signal)).toMatch(
      /default via 10.0.2.2[^]*nameserver 10.0.2.3/,
    );
  });

  test("lets Ctrl-C end what runs and gives a new shell when one is left", LIMIT, async ({ signal }) => {
    await using directory = await scratch();
    await using guest = await boot({ directory: directory.path, signal });
    await guest.serial.waitFor(PROMPT, signal);
    // While the console's shell forks, Ctrl-C may still be its own or get lost: wait for the child's own words.
    guest.type("sh -c 'echo started; exec sleep 100'\n");
    await guest.serial.waitFor(/\nstarted\r\n/, signal);
    guest.type("\x03");
    await guest.serial.waitFor(PROMPT, signal);
    expect(await run(guest, "ps | grep -c '[s]leep 100$'", signal)).toBe("0\n");
    guest.type("exit\n");
    await guest.serial.waitFor(/This is demo/, signal);
    await guest.serial.waitFor(PROMPT, signal);
  });

  test.for([
    { command: "reboot", event: "RESET" },
    { command: "reboot -f", event: "RESET" },
    { command: "poweroff", event: "SHUTDOWN" },
  ])("obeys `$command`", LIMIT, async ({ command, event }, { signal }) => {
    await using directory = await scratch();
    await using guest = await boot({ directory: directory.path, signal });
    await guest.serial.waitFor(PROMPT, signal);
    guest.type(`${command}\n`);
    expect(await guest.event(event, signal)).toContain("guest-");
    if (event === "SHUTDOWN") await guest.ended();
    else await guest.serial.waitFor(/Linux version/, signal);
  });

  test("tells QEMU when its kernel panics", LIMIT, async ({ signal }) => {
    await using directory = await scratch();
    await using guest = await boot({ directory: directory.path, devices: ["-device", "pvpanic"], signal });
    await guest.serial.waitFor(PROMPT, signal);
    await run(guest, "until grep -q pvpanic_mmio /proc/modules; do usleep 50000; done", signal);
    guest.type("echo c >/proc/sysrq-trigger\n");
    await guest.event("GUEST_PANICKED", signal);
  });
});

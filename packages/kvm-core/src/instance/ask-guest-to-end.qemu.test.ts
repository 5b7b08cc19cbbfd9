import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  buildLinuxGuest,
  defaultCacheDir,
  LINUX_GUEST_MEMORY_MIB,
  linuxGuestCommandLine,
} from "@gantry/demo-guest";
import { expect, test } from "vitest";
import { instanceSpecSchema } from "../model/spec.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const limit = { timeout: 300_000 };
const prompt = "web-1:/# ";

/** The driver of the port is loaded while the shell is there already. */
const findPort = `until port=$(ls /sys/class/virtio-ports) && [ -c "/dev/$port" ]; do usleep 50000; done\n`;

/** An agent of a few lines of shell: it synchronises, says that it was told the time, and reboots when asked to end. */
const shellAgent = `while :; do while read -r ask; do case $ask in
*sync*) id=\${ask##*:}; printf '\\377{"return": %s}\\n' "\${id%%\\}*}";;
*guest-set-time*) echo '{"return": {}}'; echo "The clock is set." >/dev/console;;
*guest-shutdown*) reboot;;
esac; done; usleep 50000; done <>/dev/$port >&0 2>/dev/null &
`;
/** One that opens its port and never reads it. */
const deafAgent = "sleep 100000 <>/dev/$port &\n";

async function linuxWith(host: TemporaryHost, agent: string): Promise<void> {
  const { kernel, initrd } = await buildLinuxGuest({ cacheDir: defaultCacheDir(process.env) });
  const spec = instanceSpecSchema.parse({
    name: "web-1",
    memoryMiB: LINUX_GUEST_MEMORY_MIB,
    boot: { kernel, initrd, cmdline: linuxGuestCommandLine("web-1") },
  });
  await host.hypervisor.create({ spec, start: false, newDisks: [] });
  await host.hypervisor.start("web-1");
  await prompts(host, 1);
  host.hypervisor.console("web-1").write(Buffer.from(findPort + agent));
  await until(() => host.hypervisor.guest.hasAgent("web-1"));
}

/** The transcript up to `event` and further: it is written in lots, a moment after what it tells. */
async function monitorTranscript(host: TemporaryHost, event: string): Promise<string> {
  const path = join(host.dir, "log", host.hypervisor.list()[0]?.uuid ?? "", "qmp.log");
  let text = "";
  await until(async () => {
    text = await readFile(path, "utf8");
    return text.includes(`"event": "${event}"`);
  });
  return text;
}

async function prompts(host: TemporaryHost, times: number): Promise<void> {
  await until(async () => (await consoleText(host.hypervisor, "web-1")).split(prompt).length > times);
}

test(
  "a restored guest is told the time by its agent, and rebooted by it in the same process",
  limit,
  async () => {
    await using host = await TemporaryHost.open();
    await linuxWith(host, shellAgent);
    await host.hypervisor.suspend("web-1");
    await host.hypervisor.start("web-1");
    await until(async () => (await consoleText(host.hypervisor, "web-1")).includes("The clock is set.\r\n"));
    const before = (await host.hypervisor.get("web-1")).runtime?.pid;
    await host.hypervisor.reboot("web-1", { hard: false, timeoutSeconds: 60 });
    expect(host.hypervisor.list()).toMatchObject([{ state: "running" }]);
    expect(await monitorTranscript(host, "RESET")).not.toContain("system_powerdown");
    expect((await host.hypervisor.get("web-1")).runtime?.pid).toBe(before);
    await until(async () => (await consoleText(host.hypervisor, "web-1")).split("Linux version").length > 2);
  },
);

test("where the agent does not listen the power button is pressed", limit, async () => {
  await using host = await TemporaryHost.open();
  await linuxWith(host, deafAgent);
  await host.hypervisor.stop("web-1", { force: false, timeoutSeconds: 60 });
  expect(host.hypervisor.list()).toMatchObject([{ state: "stopped", reason: "The guest shut down." }]);
  expect((await monitorTranscript(host, "SHUTDOWN")).split("system_powerdown")).toHaveLength(2);
});

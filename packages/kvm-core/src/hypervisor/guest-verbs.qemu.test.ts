import { readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const polite = { hard: false, timeoutSeconds: 30, powerCycle: true };
const pidOf = async (host: TemporaryHost) => (await host.hypervisor.get("web-1")).runtime?.pid;

async function readies(host: TemporaryHost, times: number): Promise<void> {
  await until(async () => (await consoleText(host.hypervisor, "web-1")).split("READY").length > times);
}

test("a guest without an agent says so at once, and one that does not run is not asked", async () => {
  await using host = await TemporaryHost.open();
  const { guest } = host.hypervisor;
  await host.createGuest("web-1");
  await expect(guest.info("web-1")).rejects.toMatchObject({ code: "wrong_state" });
  await host.hypervisor.start("web-1");
  expect(guest.hasAgent("web-1")).toBe(false);
  for (const asked of [guest.info("web-1"), guest.ping("web-1"), guest.setTime("web-1")]) {
    await expect(asked).rejects.toMatchObject({
      code: "guest_agent_failed",
      details: { cause: "missing" },
      where: "web-1 is on host-a, running.",
    });
  }
  await host.hypervisor.pause("web-1");
  await expect(guest.ping("web-1")).rejects.toMatchObject({ code: "wrong_state" });
});

test("a power cycle asks the guest, ends QEMU and starts another, politely or at once", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await readies(host, 1);
  const first = await pidOf(host);
  await host.hypervisor.reboot("web-1", polite);
  expect(await consoleText(host.hypervisor, "web-1")).toContain("PWRBTN");
  await readies(host, 2);
  const second = await pidOf(host);
  expect(second).not.toBe(first);
  await host.hypervisor.reboot("web-1", { ...polite, hard: true });
  await readies(host, 3);
  expect([first, second]).not.toContain(await pidOf(host));
  expect(await host.qemuPids()).toHaveLength(1);
});

test("a guest that does not obey is not power cycled, and one that is forced meanwhile stays stopped", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await readies(host, 1);
  host.hypervisor.console("web-1").write(Buffer.from("H"));
  const before = await pidOf(host);
  await expect(host.hypervisor.reboot("web-1", { ...polite, timeoutSeconds: 1 })).rejects.toMatchObject({
    code: "stop_timed_out",
    where: "web-1 still runs on host-a.",
  });
  expect(await pidOf(host)).toBe(before);
  const cycle = expect(host.hypervisor.reboot("web-1", polite)).rejects.toMatchObject({ code: "cancelled" });
  await until(() => host.hypervisor.list()[0]?.state === "stopping");
  await host.hypervisor.stop("web-1", { force: true, timeoutSeconds: 1 });
  await cycle;
  expect(host.hypervisor.list()).toMatchObject([{ state: "stopped", reason: "Force stopped." }]);
});

test("a power cycle whose start fails leaves an instance that can be started", async () => {
  await using host = await TemporaryHost.open();
  await host.createGuest("web-1");
  await host.hypervisor.start("web-1");
  await readies(host, 1);
  const disk = join(host.dir, "disks", "web-1.img");
  await rename(disk, `${disk}.away`);
  await expect(host.hypervisor.reboot("web-1", polite)).rejects.toMatchObject({ code: "invalid_spec" });
  expect(host.hypervisor.list()).toMatchObject([{ state: "stopped" }]);
  await rename(`${disk}.away`, disk);
  await host.hypervisor.start("web-1");
  await readies(host, 2);
});

test("cloud-init data lie with the process, for its user alone, and stand in no command line or log", async () => {
  await using host = await TemporaryHost.open();
  const secret = "correct-horse-battery-staple";
  await host.createGuest("web-1", "interactive", { cloudInit: { userData: `password: ${secret}\n` } });
  await host.hypervisor.start("web-1");
  const files = async (below: string) =>
    (await readdir(join(host.dir, below), { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
  const seed = (await files("run")).find(({ name }) => name === "seed.iso");
  expect(await readFile(join(seed?.parentPath ?? "", "seed.iso"), "latin1")).toContain(secret);
  const logs = (await files("log")).map(({ parentPath, name }) => readFile(join(parentPath, name), "latin1"));
  const pid = await pidOf(host);
  expect((await Promise.all([...logs, readFile(`/proc/${pid}/cmdline`, "latin1")])).join()).not.toContain(
    secret,
  );
  await host.hypervisor.stop("web-1", { force: true, timeoutSeconds: 1 });
  expect((await files("run")).map(({ name }) => name)).not.toContain("seed.iso");
});

import { chmod, chown, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GantryError } from "../model/error.ts";
import { migrationOptionsSchema } from "../model/migration.ts";
import { LocalPeer } from "../testing/local-peer.ts";
import { dieDuring } from "../testing/dying-agent.ts";
import { filesBelow, readableBy } from "../testing/readable-by.ts";
import { createQcow2Guest } from "../testing/qcow2-guest.ts";
import { consoleText, TemporaryHost, until } from "../testing/temporary-host.ts";

const isRoot = process.getuid?.() === 0;
/** No account has these numbers; none needs to. */
const uid = 64_123;
const asking = { force: false, timeoutSeconds: 30 };
const forcing = { force: true, timeoutSeconds: 30 };

async function pidOf(host: TemporaryHost, name: string): Promise<number> {
  return (await host.hypervisor.get(name)).runtime?.pid ?? 0;
}

async function statusOf(pid: number): Promise<Map<string, string>> {
  const text = await readFile(`/proc/${pid}/status`, "utf8");
  return new Map(
    text.split("\n").map((line) => [line.split(":")[0] ?? "", line.split("\t").slice(1).join(" ").trim()]),
  );
}

async function says(host: TemporaryHost, name: string, word: string): Promise<void> {
  await until(async () => (await consoleText(host.hypervisor, name)).replaceAll(".", "").includes(word));
}

async function stopsUnlessBusy(host: TemporaryHost, name: string): Promise<boolean> {
  try {
    await host.hypervisor.stop(name, forcing);
    return true;
  } catch (error) {
    if (GantryError.from(error).code === "busy") return false;
    throw error;
  }
}

describe.runIf(isRoot)("QEMU as another user than the agent", () => {
  test("has no right, no group and no file but its own, and its disk is given back when it ends", async () => {
    await using host = await TemporaryHost.open({ qemuUser: uid });
    const disk = (name: string) => join(host.dir, "disks", `${name}.img`);
    await host.createGuest("web-1");
    await host.createGuest("other");
    await chmod(disk("web-1"), 0o660);
    await chown(disk("web-1"), 1234, 5678);
    await chmod(disk("other"), 0o600);
    await host.hypervisor.start("web-1");
    await says(host, "web-1", "READY");
    host.hypervisor.console("web-1").write(Buffer.from("hello"));
    await says(host, "web-1", "hello");

    const status = await statusOf(await pidOf(host, "web-1"));
    expect(status.get("Uid")).toBe(`${uid} ${uid} ${uid} ${uid}`);
    expect(status.get("Gid")).toBe(`${uid} ${uid} ${uid} ${uid}`);
    expect(status.get("Groups")).toBe("");
    expect(status.get("CapEff")).toBe("0000000000000000");
    expect(status.get("NoNewPrivs")).toBe("1");
    expect(await stat(disk("web-1"))).toMatchObject({ uid, gid: 5678 });
    await expect(readableBy({ uid, gid: uid }, [disk("web-1")])).resolves.toEqual([disk("web-1")]);

    const secrets = [...(await filesBelow(join(host.dir, "state"))), disk("other"), "/etc/shadow"];
    expect(await readableBy({ uid, gid: uid }, secrets)).toEqual([]);
    const { uuid } = await host.hypervisor.get("web-1");
    const logs = await filesBelow(join(host.dir, "log", uuid));
    expect(await readableBy({ uid, gid: uid }, logs)).toEqual([join(host.dir, "log", uuid, "serial0.log")]);

    await host.hypervisor.migrate("web-1", { options: migrationOptionsSchema.parse({}) });
    expect((await statusOf(await pidOf(host, "web-1"))).get("Uid")).toBe(`${uid} ${uid} ${uid} ${uid}`);
    expect(await stat(disk("web-1"))).toMatchObject({ uid, gid: 5678 });
    await host.hypervisor.stop("web-1", asking);
    expect(await consoleText(host.hypervisor, "web-1")).toContain("PWRBTN");
    expect(await stat(disk("web-1"))).toMatchObject({ uid: 1234, gid: 5678 });
    expect(await stat(join(host.dir, "log", uuid, "serial0.log"))).toMatchObject({ uid: 0 });
    expect(await filesBelow(join(host.dir, "state", "lent"))).toEqual([]);
  });

  test("does the main job: hot-plug, suspend, crash, and the next agent finds and gives back everything", async () => {
    await using host = await TemporaryHost.open({ qemuUser: uid });
    await host.createGuest("web-1", "interactive", { machine: "pc" });
    const root = join(host.dir, "disks", "web-1.img");
    const data = join(host.dir, "disks", "data.img");
    await host.hypervisor.start("web-1");
    await says(host, "web-1", "READY");
    const disk = { name: "data", source: { file: data }, format: "raw" } as const;
    await host.hypervisor.disks.attach("web-1", disk, { sizeMiB: 1 });
    expect(await stat(data)).toMatchObject({ uid });

    await host.reopen();
    expect(await statusOf(await pidOf(host, "web-1")).then((status) => status.get("Uid"))).toContain(
      String(uid),
    );
    await host.hypervisor.suspend("web-1");
    expect(await stat(data)).toMatchObject({ uid: 0 });
    await host.hypervisor.start("web-1");
    expect(await stat(data)).toMatchObject({ uid });

    const pid = await pidOf(host, "web-1");
    await host.away(async () => {
      process.kill(pid, "SIGKILL");
    });
    // The kernel may still be ending it when the next agent looks.
    await until(() => host.hypervisor.list()[0]?.state === "crashed");
    expect([(await stat(root)).uid, (await stat(data)).uid]).toEqual([0, 0]);
    await host.hypervisor.start("web-1");
    // The guest reads no hot-plug events: QEMU takes the disk when the machine is reset.
    await expect(
      host.hypervisor.disks.detach("web-1", { disk: "data", timeoutSeconds: 0.1 }),
    ).rejects.toMatchObject({ code: "timed_out" });
    expect(await stat(data)).toMatchObject({ uid });
    await host.hypervisor.reboot("web-1", { hard: true, timeoutSeconds: 30 });
    await host.reopen();
    await until(async () => (await stat(data)).uid === 0);
    expect(await stat(root)).toMatchObject({ uid });
    // Whoever finishes the unplugging writes that down before another verb may begin.
    await until(() => stopsUnlessBusy(host, "web-1"));
    expect(await stat(root)).toMatchObject({ uid: 0 });
  });

  test("takes snapshots, goes back and copies its disks, and a copy is the agent's", async () => {
    await using host = await TemporaryHost.open({ qemuUser: uid });
    const { root } = await createQcow2Guest(host, "web-1");
    const copy = join(host.dir, "copy.qcow2");
    await host.hypervisor.start("web-1");
    await says(host, "web-1", "READY");
    await host.hypervisor.snapshots.take("web-1", { name: "before" });
    await host.hypervisor.snapshots.revert("web-1", "before");
    await host.hypervisor.disks.backup("web-1", { disk: "root", path: copy });
    expect([(await stat(copy)).uid, (await stat(root)).uid]).toEqual([0, uid]);
    await host.hypervisor.stop("web-1", forcing);
    await host.hypervisor.snapshots.revert("web-1", "before");
    expect(await stat(root)).toMatchObject({ uid: 0 });
  });

  test("shares what is only read, and a file that it may not read is told with its field and the command that mends it", async () => {
    await using host = await TemporaryHost.open({ qemuUser: uid });
    const iso = join(host.dir, "disks", "tools.iso");
    await writeFile(iso, Buffer.alloc(4096), { mode: 0o600 });
    const withCd = async (name: string) => {
      const file = join(host.dir, "disks", `${name}.img`);
      await host.createGuest(name, "interactive", {
        disks: [
          { name: "root", source: { file }, format: "raw" },
          { name: "cd", source: { file: iso }, format: "raw", bus: "cdrom" },
        ],
      });
    };
    await withCd("one");
    await withCd("two");
    await expect(host.hypervisor.start("one")).rejects.toMatchObject({
      code: "invalid_spec",
      details: {
        faults: [
          {
            path: "disks.1.source.file",
            message: expect.stringContaining(`chgrp ${uid} ${iso} && chmod g+r ${iso}`),
          },
        ],
      },
    });
    await chown(iso, 0, uid);
    await chmod(iso, 0o640);
    await host.hypervisor.start("one");
    await host.hypervisor.start("two");
    expect(await stat(iso)).toMatchObject({ uid: 0, mode: 0o100_640 });

    await chmod(join(host.dir, "disks"), 0o700);
    await host.hypervisor.stop("two", forcing);
    await expect(host.hypervisor.start("two")).rejects.toMatchObject({
      details: {
        faults: expect.arrayContaining([
          {
            path: "disks.0.source.file",
            message: expect.stringContaining(`chmod o+x ${join(host.dir, "disks")}`),
          },
        ]),
      },
    });
  });

  test("moves between hosts, and the disk goes back to the agent where it ends", async () => {
    await using source = await TemporaryHost.open({ qemuUser: uid });
    await using target = await TemporaryHost.open({ host: "host-b", qemuUser: uid + 1 });
    await source.createGuest("web-1");
    const root = join(source.dir, "disks", "web-1.img");
    await source.hypervisor.start("web-1");
    await says(source, "web-1", "READY");
    const peer = new LocalPeer(() => target.hypervisor);
    const options = migrationOptionsSchema.parse({});
    peer.broken.add("openStream");
    await expect(source.hypervisor.migrate("web-1", { peer, options })).rejects.toThrow();
    expect(await stat(root)).toMatchObject({ uid });
    peer.broken.clear();
    await source.hypervisor.migrate("web-1", { peer, options });
    expect(await stat(root)).toMatchObject({ uid: uid + 1 });
    await until(() => source.hypervisor.list().length === 0);
    await target.hypervisor.stop("web-1", asking);
    expect(await stat(root)).toMatchObject({ uid: 0 });
  });

  test("takes everything back that a start of a dead agent had given away, wherever it died", async () => {
    await using host = await TemporaryHost.open({ qemuUser: uid });
    await host.createGuest("web-1");
    const root = join(host.dir, "disks", "web-1.img");
    for (const moment of ["spawn QEMU running", "connect monitor done", "record running"]) {
      await dieDuring(host, { verb: "start", instance: "web-1", moment });
      expect([moment, (await stat(root)).uid]).toEqual([moment, 0]);
      expect(await host.qemuPids()).toEqual([]);
    }
    await host.hypervisor.start("web-1");
    await says(host, "web-1", "READY");
  });

  test("is refused when the way to its files is closed, with the command that opens it", async () => {
    await using host = await TemporaryHost.open({ qemuUser: uid });
    await chmod(host.dir, 0o700);
    await expect(host.reopen()).rejects.toMatchObject({
      code: "path_refused",
      hint: expect.stringContaining(`chmod o+x ${host.dir}`),
    });
    await chmod(host.dir, 0o711);
    await host.away(async () => undefined);
  });

  test("is refused when there is no such account", async () => {
    await expect(TemporaryHost.open({ qemuUser: "no-such-account" })).rejects.toMatchObject({
      code: "invalid_input",
      hint: expect.stringContaining("useradd --system"),
    });
  });
});

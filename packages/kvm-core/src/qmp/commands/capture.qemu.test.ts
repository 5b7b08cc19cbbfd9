import { join } from "node:path";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import { describe, expect, test } from "vitest";
import { TestQemu } from "../../testing/test-qemu.ts";
import { QmpConnection } from "../connection.ts";
import {
  cont,
  migrate,
  migrateCancel,
  migrateIncoming,
  migrateSetCapabilities,
  migrateSetParameters,
  queryBlock,
  queryBlockstats,
  queryChardevs,
  queryCpuDefinitions,
  queryCpusFast,
  queryMachines,
  queryMigrate,
  queryName,
  queryNamedBlockNodes,
  queryStatus,
  queryUuid,
  queryVersion,
  quit,
} from "./index.ts";
import { capturing } from "./testing/capturing.ts";

async function guestArgs(directory: string): Promise<string[]> {
  const filename = join(directory, "disk.raw");
  await writeBootSectorDisk(filename, "letters").catch(() => undefined);
  const node = {
    driver: "raw",
    "node-name": "node-root",
    file: { driver: "file", filename, locking: "off" },
  };
  return ["-machine", "q35", "-m", "16", "-smp", "2", "-name", "guest=captured", "-serial", "null"].concat(
    ["-uuid", "6a1a5b9e-3f43-4b5f-9b9e-0f6e3a5d1c11", "-blockdev", JSON.stringify(node)],
    ["-device", "virtio-blk-pci,id=disk-root,drive=node-root,bootindex=1"],
  );
}

/** Asks until the migration has `status`, and leaves that answer captured under `name`. */
async function captureMigration(
  { monitor, directory }: { readonly monitor: QmpConnection; readonly directory: string },
  name: string,
  status: string,
): Promise<void> {
  for (;;) {
    const info = await queryMigrate(monitor);
    if (info.status === status) break;
    expect(["setup", "active", "cancelling", "device"]).toContain(info.status);
  }
  const kept = await queryMigrate(capturing(monitor, directory, name));
  expect(kept.status).toBe(status);
}

describe("The typed verbs understand this QEMU's answer to", () => {
  test("every query about a machine that stands still", async () => {
    await using qemu = await TestQemu.start(guestArgs);
    await using monitor = await QmpConnection.open({ path: qemu.monitorPath });
    const caller = capturing(monitor, qemu.directory);
    expect(await queryStatus(caller)).toEqual({ status: "prelaunch", running: false });
    expect(await queryVersion(caller)).toMatch(/^\d+\.\d+\.\d+$/);
    expect(await queryName(caller)).toBe("captured");
    expect(await queryUuid(caller)).toBe("6a1a5b9e-3f43-4b5f-9b9e-0f6e3a5d1c11");
    expect((await queryChardevs(caller)).map(({ label }) => label)).toContain("monitor-0123456789abcdef");
    expect(await queryBlock(caller)).toHaveLength(1);
    expect(await queryBlockstats(caller)).toHaveLength(1);
    expect(await queryNamedBlockNodes(caller)).toHaveLength(2);
    expect(await queryCpusFast(caller)).toHaveLength(2);
    expect((await queryMachines(caller)).map(({ alias }) => alias)).toContain("q35");
    expect((await queryCpuDefinitions(caller)).map(({ name }) => name)).toContain("qemu64");
    expect((await queryMigrate(capturing(monitor, qemu.directory, "query-migrate-none"))).status).toBe(
      "none",
    );
  });

  test("query-migrate while a guest moves, when it moved, when it was cancelled and when nobody listens", async () => {
    await using source = await TestQemu.start(guestArgs);
    await using target = await TestQemu.start(async (directory) => [
      ...(await guestArgs(directory)),
      "-incoming",
      "defer",
    ]);
    await using from = await QmpConnection.open({ path: source.monitorPath });
    await using to = await QmpConnection.open({ path: target.monitorPath });
    await cont(from);

    await migrate(from, `unix:${source.directory}/nobody`);
    await captureMigration({ monitor: from, directory: source.directory }, "query-migrate-failed", "failed");

    await migrateSetCapabilities(from, { events: true, "return-path": true });
    await migrateSetCapabilities(to, { events: true, "return-path": true });
    await migrateIncoming(to, "tcp:127.0.0.1:0");
    const listening = await queryMigrate(capturing(to, target.directory, "query-migrate-listening"));
    const port = String(listening.socketAddress?.[0]?.["port"]);
    await migrateSetParameters(from, { "max-bandwidth": 10_000 });
    await migrate(from, `tcp:127.0.0.1:${port}`);
    await captureMigration({ monitor: from, directory: source.directory }, "query-migrate-active", "active");
    await migrateSetParameters(from, { "max-bandwidth": 0, "downtime-limit": 2000 });
    await captureMigration(
      { monitor: from, directory: source.directory },
      "query-migrate-completed",
      "completed",
    );
    expect(await queryStatus(from)).toMatchObject({ status: "postmigrate" });
    await quit(from);
  });

  test("query-migrate when a migration was cancelled", async () => {
    await using source = await TestQemu.start(guestArgs);
    await using target = await TestQemu.start(async (directory) => [
      ...(await guestArgs(directory)),
      "-incoming",
      "defer",
    ]);
    await using from = await QmpConnection.open({ path: source.monitorPath });
    await using to = await QmpConnection.open({ path: target.monitorPath });
    const uri = `unix:${target.directory}/stream`;
    await migrateIncoming(to, uri);
    await migrateSetParameters(from, { "max-bandwidth": 10_000 });
    await migrate(from, uri);
    await captureMigration(
      { monitor: from, directory: source.directory },
      "query-migrate-active-paused",
      "active",
    );
    await migrateCancel(from);
    await captureMigration(
      { monitor: from, directory: source.directory },
      "query-migrate-cancelled",
      "cancelled",
    );
  });
});

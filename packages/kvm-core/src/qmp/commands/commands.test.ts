import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Patience } from "../waiting.ts";
import * as verbs from "./index.ts";
import type { QmpCaller } from "./index.ts";

const captured = join(import.meta.dirname, "__captured__");

interface Call {
  readonly lane: "in band" | "out of band";
  readonly command: string;
  readonly args: object | undefined;
  readonly options: Patience | undefined;
}

/** Answers every command with `reply` and writes down what was asked. */
function answering(reply: unknown): QmpCaller & { readonly calls: Call[] } {
  const calls: Call[] = [];
  const answer = (lane: Call["lane"]) => (command: string, args?: object, options?: Patience) => {
    calls.push({ lane, command, args, options });
    return Promise.resolve(reply);
  };
  const execute = answer("in band");
  return { calls, execute, executeUnchecked: execute, executeOutOfBand: answer("out of band") };
}

function replay(name: string): QmpCaller {
  return answering(JSON.parse(readFileSync(join(captured, `${name}.json.golden`), "utf8")));
}

describe("A typed verb reads QEMU 7.2's captured answer to", () => {
  test("query-status, query-name, query-uuid and query-version", async () => {
    expect(await verbs.queryStatus(replay("query-status"))).toEqual({ status: "prelaunch", running: false });
    expect(await verbs.queryName(replay("query-name"))).toBe("captured");
    expect(await verbs.queryUuid(replay("query-uuid"))).toBe("6a1a5b9e-3f43-4b5f-9b9e-0f6e3a5d1c11");
    expect(await verbs.queryVersion(replay("query-version"))).toMatch(/^7\.2\.\d+$/);
  });

  test("query-chardev", async () => {
    expect(await verbs.queryChardevs(replay("query-chardev"))).toContainEqual({
      label: "monitor-0123456789abcdef",
      filename: "unix:/captured/monitor,server=on",
      frontendOpen: true,
    });
  });

  test("query-cpus-fast", async () => {
    const cpus = await verbs.queryCpusFast(replay("query-cpus-fast"));
    expect(cpus.map(({ index }) => index)).toEqual([0, 1]);
    expect(new Set(cpus.map(({ threadId }) => threadId)).size).toBe(2);
  });

  test("query-block, query-blockstats and query-named-block-nodes", async () => {
    const image = { filename: "/captured/disk.raw", format: "raw", virtualBytes: 1048576 };
    const [block] = await verbs.queryBlock(replay("query-block"));
    expect(block).toMatchObject({
      ioStatus: "ok",
      removable: false,
      inserted: { nodeName: "node-root", image },
    });
    const [stats] = await verbs.queryBlockstats(replay("query-blockstats"));
    expect(stats).toMatchObject({ nodeName: "node-root", readBytes: 0, writtenBytes: 0, failedReads: 0 });
    const nodes = await verbs.queryNamedBlockNodes(replay("query-named-block-nodes"));
    expect(nodes).toContainEqual(
      expect.objectContaining({ nodeName: "node-root", driver: "raw", readOnly: false }),
    );
  });

  test("query-jobs: how far one is, and why another failed or was cancelled", async () => {
    expect(await verbs.queryJobs(replay("query-jobs-ready"))).toEqual([
      { id: "good", type: "mirror", status: "ready", done: 8388608, total: 8388608, error: undefined },
    ]);
    const [failed] = await verbs.queryJobs(replay("query-jobs-failed"));
    expect(failed).toMatchObject({ status: "concluded", error: expect.stringContaining("before") as string });
    const [cancelled] = await verbs.queryJobs(replay("query-jobs-cancelled"));
    expect(cancelled).toMatchObject({ status: "concluded", error: "Operation canceled" });
  });

  test("query-named-block-nodes with a bitmap, and with a snapshot inside the image", async () => {
    const root = async (name: string) =>
      (await verbs.queryNamedBlockNodes(replay(name))).find(({ nodeName }) => nodeName === "node-root");
    expect((await root("query-named-block-nodes-bitmap"))?.bitmaps).toMatchObject([
      { name: "since", persistent: true, recording: true, busy: false },
    ]);
    const snapshots = (await root("query-named-block-nodes-snapshot"))?.image.snapshots;
    expect(snapshots).toMatchObject([{ id: "1", name: "before" }]);
    expect(snapshots?.[0]?.at.getFullYear()).toBeGreaterThan(2020);
  });

  test("query-block of a CD drive, and the balloon that no guest answers", async () => {
    const [drive] = await verbs.queryBlock(replay("query-block-cd"));
    expect(drive).toMatchObject({ removable: true, trayOpen: false, inserted: { readOnly: true } });
    expect(await verbs.queryBalloon(replay("query-balloon"))).toBe(64 * 1024 * 1024);
    expect(await verbs.queryGuestMemory(replay("guest-stats-silent"), "balloon")).toMatchObject({
      at: undefined,
      totalBytes: undefined,
    });
  });

  test("query-machines: an alias points to a versioned type", async () => {
    const machines = await verbs.queryMachines(replay("query-machines"));
    expect(machines.find(({ alias }) => alias === "q35")).toMatchObject({ name: "pc-q35-7.2", maxCpus: 288 });
    expect(machines.filter(({ isDefault }) => isDefault)).toMatchObject([
      { name: "pc-i440fx-7.2", alias: "pc" },
    ]);
    expect(machines.find(({ name }) => name === "pc-i440fx-1.5")).toMatchObject({ deprecated: true });
  });

  test("query-cpu-definitions: which models can migrate and which lack something here", async () => {
    const models = await verbs.queryCpuDefinitions(replay("query-cpu-definitions"));
    const model = (name: string) => models.find((candidate) => candidate.name === name);
    expect(model("qemu64")).toMatchObject({
      migrationSafe: true,
      unavailableFeatures: [],
      aliasOf: "qemu64-v1",
    });
    expect(model("max")).toMatchObject({ migrationSafe: false });
    expect(model("EPYC-Milan")?.unavailableFeatures.length).toBeGreaterThan(0);
  });

  test("query-migrate in every stage", async () => {
    const stage = (name: string) => verbs.queryMigrate(replay(`query-migrate-${name}`));
    expect(await stage("none")).toMatchObject({ status: "none", ram: undefined });
    expect(await stage("listening")).toMatchObject({ status: "none", socketAddress: [{ type: "inet" }] });
    expect(await stage("active")).toMatchObject({
      status: "active",
      ram: { totalBytes: 17309696, passes: 1 },
    });
    expect(await stage("completed")).toMatchObject({ status: "completed", ram: { remainingBytes: 0 } });
    expect((await stage("completed")).downtimeMs).toBeGreaterThan(0);
    expect(await stage("cancelled")).toMatchObject({ status: "cancelled", errorDesc: undefined });
    expect((await stage("failed")).errorDesc).toContain("No such file or directory");
  });
});

describe("A typed verb", () => {
  test("passes over members that a newer QEMU adds", async () => {
    const newer = answering({ status: "hibernating", running: false, "since-version": 12 });
    expect(await verbs.queryStatus(newer)).toEqual({ status: "hibernating", running: false });
  });

  test("names the command and the member when an answer is not what it must be", async () => {
    await expect(verbs.queryStatus(answering({ status: 5 }))).rejects.toMatchObject({
      code: "monitor_failed",
      message: expect.stringMatching(/query-status[\s\S]*status[\s\S]*running/) as string,
    });
  });

  test("understands every captured answer there is", () => {
    expect(readdirSync(captured).length).toBeGreaterThanOrEqual(26);
  });

  test("sends what QEMU expects", async () => {
    const caller = answering({});
    await verbs.migrateSetCapabilities(caller, { events: true, multifd: false });
    await verbs.migrateSetParameters(caller, { "downtime-limit": 300 });
    await verbs.migrate(caller, "unix:/run/x");
    await verbs.migrateIncoming(caller, "unix:/run/x");
    await verbs.migrateContinue(caller);
    await verbs.sendKey(caller, ["ctrl", "alt", "delete"]);
    await verbs.chardevSendBreak(caller, "serial-0");
    expect(caller.calls.map(({ command, args }) => [command, args])).toEqual([
      [
        "migrate-set-capabilities",
        {
          capabilities: [
            { capability: "events", state: true },
            { capability: "multifd", state: false },
          ],
        },
      ],
      ["migrate-set-parameters", { "downtime-limit": 300 }],
      ["migrate", { uri: "unix:/run/x" }],
      ["migrate-incoming", { uri: "unix:/run/x" }],
      ["migrate-continue", { state: "pre-switchover" }],
      ["send-key", { keys: ["ctrl", "alt", "delete"].map((data) => ({ type: "qcode", data })) }],
      ["chardev-send-break", { id: "serial-0" }],
    ]);
  });

  test("sends the rescue past QEMU's queue, and everything else in it", async () => {
    const caller = answering({});
    const options = { timeoutMs: 7 };
    await verbs.yankMigration(caller, options);
    for (const verb of [verbs.cont, verbs.stop, verbs.quit, verbs.systemPowerdown, verbs.systemReset]) {
      await verb(caller, options);
    }
    await verbs.migrateCancel(caller, options);
    expect(caller.calls.map(({ lane, command }) => `${lane}: ${command}`)).toEqual([
      "out of band: yank",
      "in band: cont",
      "in band: stop",
      "in band: quit",
      "in band: system_powerdown",
      "in band: system_reset",
      "in band: migrate_cancel",
    ]);
    expect(new Set(caller.calls.map((call) => call.options))).toEqual(new Set([options]));
  });
});

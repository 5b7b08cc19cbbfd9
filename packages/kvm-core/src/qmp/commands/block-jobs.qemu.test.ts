import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { TestQemu } from "../../testing/test-qemu.ts";
import { QmpConnection } from "../connection.ts";
import {
  blockCommit,
  blockDirtyBitmapAdd,
  blockDirtyBitmapRemove,
  blockdevAdd,
  blockdevBackup,
  blockdevDel,
  blockdevMirror,
  blockdevSnapshot,
  blockJobCancel,
  blockJobComplete,
  blockResize,
  blockStream,
  concludeJob,
  jobCancel,
  jobDismiss,
  queryJobs,
  queryNamedBlockNodes,
  snapshotDelete,
  snapshotLoad,
  snapshotSave,
  transaction,
  waitUntilJobReady,
} from "./index.ts";
import { capturing } from "./testing/capturing.ts";

const mib = 1024 * 1024;

async function makeQcow2(path: string): Promise<string> {
  await promisify(execFile)("qemu-img", ["create", "-q", "-f", "qcow2", path, String(8 * mib)]);
  return path;
}

function qcow2Node(name: string, filename: string, more: object = {}) {
  return { driver: "qcow2", "node-name": name, file: { driver: "file", filename }, ...more };
}

/** A machine with a qcow2 disk, `node-root`, and its monitor. */
async function machineWithDisk() {
  await using scope = new AsyncDisposableStack();
  const qemu = scope.use(
    await TestQemu.start(async (directory) => {
      const node = qcow2Node("node-root", await makeQcow2(join(directory, "root.qcow2")));
      return ["-machine", "q35", "-m", "16", "-blockdev", JSON.stringify(node)].concat([
        "-device",
        "virtio-blk-pci,id=disk-root,drive=node-root",
      ]);
    }),
  );
  const monitor = scope.use(await QmpConnection.open({ path: qemu.monitorPath }));
  const addNode = async (name: string, more: object = {}) => {
    const path = await makeQcow2(join(qemu.directory, `${name}.qcow2`));
    await blockdevAdd(monitor, qcow2Node(name, path, more));
  };
  const nodeNames = async () => (await queryNamedBlockNodes(monitor)).map(({ nodeName }) => nodeName);
  const all = scope.move();
  const end = () => all.disposeAsync();
  return { monitor, directory: qemu.directory, addNode, nodeNames, [Symbol.asyncDispose]: end };
}

describe("The verbs on disks, told to a real QEMU,", () => {
  test("back a disk up with the bitmap that the next backup needs, at one moment, and then only what changed", async () => {
    await using machine = await machineWithDisk();
    const { monitor, directory } = machine;
    await machine.addNode("node-full");
    await transaction(monitor, [
      { type: "block-dirty-bitmap-add", data: { node: "node-root", name: "since", persistent: true } },
      {
        type: "blockdev-backup",
        data: {
          ...{ "job-id": "full", device: "node-root", target: "node-full", sync: "full" },
          "auto-dismiss": false,
        },
      },
    ]);
    expect(await concludeJob(monitor, "full")).toBeUndefined();
    await machine.addNode("node-rest");
    const job = { jobId: "rest", device: "node-root", target: "node-rest", bitmap: "since" };
    await blockdevBackup(monitor, { ...job, sync: "incremental" });
    expect(await concludeJob(monitor, "rest")).toBeUndefined();
    expect(await queryJobs(monitor)).toEqual([]);

    const nodes = await queryNamedBlockNodes(capturing(monitor, directory, "query-named-block-nodes-bitmap"));
    expect(nodes.find(({ nodeName }) => nodeName === "node-root")?.bitmaps).toEqual([
      expect.objectContaining({ name: "since", dirtyBytes: 0, persistent: true, inconsistent: false }),
    ]);
    await blockDirtyBitmapRemove(monitor, { node: "node-root", name: "since" });
    await blockDirtyBitmapAdd(monitor, "node-root", { name: "coarse", granularity: mib });
    const [bitmap] = (await queryNamedBlockNodes(monitor)).flatMap(({ bitmaps }) => bitmaps);
    expect(bitmap).toMatchObject({ name: "coarse", granularity: mib, persistent: false });
  });

  test("end a mirror that caught up with a whole copy, and one that was given up with QEMU's word for it", async () => {
    await using machine = await machineWithDisk();
    const { monitor, directory } = machine;
    await machine.addNode("node-copy");
    const mirror = { device: "node-root", target: "node-copy", sync: "full" } as const;
    await blockdevMirror(monitor, { ...mirror, jobId: "good", granularity: mib, bufSize: 8 * mib });
    expect(await waitUntilJobReady(monitor, "good")).toMatchObject({ status: "ready", type: "mirror" });
    expect(await queryJobs(capturing(monitor, directory, "query-jobs-ready"))).toHaveLength(1);
    await blockJobCancel(monitor, { jobId: "good" });
    expect(await concludeJob(monitor, "good")).toBeUndefined();

    const slow = { device: "node-root", target: "node-copy", sync: "full", speed: 65536 } as const;
    await blockdevBackup(monitor, { ...slow, jobId: "slow" });
    await jobCancel(monitor, "slow");
    const ended = await waitUntilJobReady(monitor, "slow");
    expect(ended).toMatchObject({ status: "concluded", error: "Operation canceled" });
    await queryJobs(capturing(monitor, directory, "query-jobs-cancelled"));
    await jobDismiss(monitor, "slow");
    await expect(concludeJob(monitor, "slow")).rejects.toMatchObject({
      code: "monitor_failed",
      message: "QEMU knows no job slow.",
    });
    await blockdevDel(monitor, "node-copy");
    expect(await machine.nodeNames()).not.toContain("node-copy");
  });

  test("put an overlay on a disk, commit it back, and copy what lies below up into another", async () => {
    await using machine = await machineWithDisk();
    const { monitor } = machine;
    await machine.addNode("node-over", { backing: null });
    await blockdevSnapshot(monitor, { node: "node-root", overlay: "node-over" });
    await blockCommit(monitor, { jobId: "commit", device: "node-over" });
    expect((await waitUntilJobReady(monitor, "commit")).status).toBe("ready");
    await blockJobComplete(monitor, "commit");
    expect(await concludeJob(monitor, "commit")).toBeUndefined();
    // The overlay is out of use and can be closed, the disk is the base again.
    await blockdevDel(monitor, "node-over");

    await machine.addNode("node-top", { backing: null });
    await blockdevSnapshot(monitor, { node: "node-root", overlay: "node-top" });
    await blockStream(monitor, { jobId: "stream", device: "node-top" });
    expect(await concludeJob(monitor, "stream")).toBeUndefined();
    await blockdevDel(monitor, "node-root");
    await blockResize(monitor, { nodeName: "node-top", sizeBytes: 16 * mib });
    const [top] = (await queryNamedBlockNodes(monitor)).filter(({ nodeName }) => nodeName === "node-top");
    expect(top?.image.virtualBytes).toBe(16 * mib);
  });

  test("save memory and disk under a tag, go back to it, delete it, and tell why a tag cannot be loaded", async () => {
    await using machine = await machineWithDisk();
    const { monitor, directory } = machine;
    const job = { tag: "before", devices: ["node-root"] };
    await snapshotSave(monitor, { ...job, jobId: "save", vmstate: "node-root" });
    expect(await concludeJob(monitor, "save")).toBeUndefined();
    const nodes = await queryNamedBlockNodes(
      capturing(monitor, directory, "query-named-block-nodes-snapshot"),
    );
    const [saved] = nodes.flatMap(({ image }) => image.snapshots);
    expect(saved).toMatchObject({ name: "before" });
    expect(saved?.memoryBytes).toBeGreaterThan(0);
    await snapshotLoad(monitor, { ...job, jobId: "load", vmstate: "node-root" });
    expect(await concludeJob(monitor, "load")).toBeUndefined();
    await snapshotDelete(monitor, { ...job, jobId: "delete" });
    expect(await concludeJob(monitor, "delete")).toBeUndefined();

    await snapshotLoad(monitor, { ...job, jobId: "again", vmstate: "node-root" });
    expect((await waitUntilJobReady(monitor, "again")).error).toContain("before");
    await queryJobs(capturing(monitor, directory, "query-jobs-failed"));
    expect(await concludeJob(monitor, "again")).toContain("before");
  });

  test("stop waiting for a job when told to, while the job goes on", async () => {
    await using machine = await machineWithDisk();
    const { monitor } = machine;
    await machine.addNode("node-copy");
    const slow = { device: "node-root", target: "node-copy", sync: "full", speed: 65536 } as const;
    await blockdevBackup(monitor, { ...slow, jobId: "slow" });
    const limit = new AbortController();
    const waiting = concludeJob(monitor, "slow", { signal: limit.signal });
    await queryJobs(monitor);
    limit.abort();
    await expect(waiting).rejects.toMatchObject({ code: "cancelled" });
    await expect(concludeJob(monitor, "slow", { timeoutMs: 20 })).rejects.toMatchObject({
      code: "monitor_timeout",
    });
    expect(await queryJobs(monitor)).toMatchObject([{ id: "slow", status: "running" }]);
  });
});

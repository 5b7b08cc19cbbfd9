import { mkdtempDisposable, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instanceDetailSchema, operationSchema, snapshotListSchema } from "@gantry/kvm-core/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { freePort } from "./testing/free-port.ts";
import { guestSpec } from "./testing/guest.ts";
import { TestAgent } from "./testing/test-agent.ts";
import { until } from "./testing/until.ts";

/*
 * Everything is asked of one agent, about an instance of the other: each verb is known to be passed on, in the name of
 * who asked. The tests follow each other: they are the life of this one guest.
 */
const stack = new AsyncDisposableStack();
const mebibyte = 2 ** 20;
const data = { instance: "far", disk: "data" };
let directory: string;
let near: TestAgent;
let far: TestAgent;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-devices-"))).path;
  const [nearPort, farPort] = [await freePort(), await freePort()];
  const peer = (name: string, port: number) => ({
    name,
    url: `http://127.0.0.1:${port}`,
    secretFile: join(directory, name, "state/peer.secret"),
  });
  const start = async (name: string, port: number, peers: ReturnType<typeof peer>[]) =>
    stack.use(await TestAgent.start({ directory, name, port, peers }));
  near = await start("host-a", nearPort, [peer("host-b", farPort)]);
  far = await start("host-b", farPort, [peer("host-a", nearPort)]);
  const { disks, ...spec } = await guestSpec(directory, "far", "interactive");
  const first = { name: "first", bus: "scsi", source: { file: join(directory, "first") } };
  const drive = { name: "cd", bus: "cdrom", source: { empty: true } };
  const input = {
    spec: { ...spec, disks: [...disks, first, drive] },
    newDisks: [{ disk: "first", sizeMiB: 1 }],
  };
  await far.perform("instances.create", { ...input, start: true });
  await until("it is known", async () => {
    const answer = await near.query("instances.get", { instance: "far" });
    return answer.status === 200 || undefined;
  });
});
afterAll(() => stack.disposeAsync());

async function change(procedure: string, input: object) {
  const answer = await near.mutate(procedure, { instance: "far", ...input });
  expect([procedure, answer.error]).toEqual([procedure, undefined]);
  return z.object({ instance: instanceDetailSchema }).parse(answer.data).instance;
}

async function detail() {
  return instanceDetailSchema.parse((await near.query("instances.get", { instance: "far" })).data);
}

async function diskOf(name: string) {
  const { spec, figures } = await detail();
  const isIt = (disk: { name: string }) => disk.name === name;
  return { spec: spec.disks.find(isIt), figures: figures?.disks.find(isIt) };
}

describe("A disk of an instance on another host", () => {
  it("is made, plugged in, enlarged and limited while the guest runs, and unplugged as an operation", async () => {
    const disk = { name: "data", bus: "scsi", source: { file: join(directory, "data") } };
    const attached = await change("disks.attach", { disk, newDisk: { sizeMiB: 8 } });
    expect(attached).toMatchObject({ host: "host-b", state: "running" });
    expect(attached.spec.disks.map(({ name }) => name)).toEqual(["root", "first", "cd", "data"]);
    await change("disks.resize", { disk: "data", sizeMiB: 16 });
    expect((await diskOf("data")).figures).toMatchObject({ virtualSizeBytes: 16 * mebibyte });
    const limits = { bytesPerSecond: 1_000_000, readOpsPerSecond: 100 };
    await change("disks.limit", { disk: "data", limits });
    expect((await diskOf("data")).spec).toMatchObject({ limits });
    expect(await near.perform("disks.detach", data)).toMatchObject({
      kind: "disk.detach",
      status: "succeeded",
      host: "host-b",
      instance: "far",
      actor: "admin",
      // Attached with it again, the instance has what it had.
      result: { disk: { ...disk, limits } },
    });
    expect(await diskOf("data")).toEqual({ spec: undefined, figures: undefined });
  });

  it("has each change remembered as an operation that names it, a refused one with its error", async () => {
    const shown = z.object({ operations: z.array(operationSchema) });
    const about = async () =>
      shown
        .parse((await near.query("operations.list", { instance: "far" })).data)
        .operations.filter(({ part }) => part === "data")
        .map(({ kind, status, host, error }) => [kind, status, host, error?.code]);
    await until("the detach is known", async () => (await about()).length === 4 || undefined);
    expect(await about()).toEqual([
      ["disk.detach", "succeeded", "host-b", undefined],
      ["disk.limit", "succeeded", "host-b", undefined],
      ["disk.resize", "succeeded", "host-b", undefined],
      ["disk.attach", "succeeded", "host-b", undefined],
    ]);
    const refused = await near.mutate("disks.resize", { instance: "far", disk: "data", sizeMiB: 32 });
    expect(refused.error?.code).toBe("not_found");
    await until("the refusal is known", async () => (await about()).length === 5 || undefined);
    expect((await about())[0]).toEqual(["disk.resize", "failed", "host-b", "not_found"]);
  });

  it("tells how large its image is and what it occupies, stopped or not", async () => {
    const { diskSizes } = await detail();
    expect(diskSizes?.find(({ name }) => name === "first")).toMatchObject({ virtualBytes: mebibyte });
    expect(diskSizes?.map(({ name }) => name)).toEqual(["root", "first"]);
  });

  it("is a CD that comes and goes", async () => {
    const file = join(directory, "some.iso");
    await writeFile(file, Buffer.alloc(mebibyte));
    const inserted = await change("disks.changeMedium", { disk: "cd", source: { file } });
    expect(inserted.spec.disks.find(({ name }) => name === "cd")).toMatchObject({ source: { file } });
    await change("disks.changeMedium", { disk: "cd", source: null });
    expect((await diskOf("cd")).spec).toMatchObject({ source: { empty: true } });
  });

  it("that is not there, or cannot be, is refused with its field and what to do", async () => {
    expect(await near.perform("disks.detach", data)).toMatchObject({
      status: "failed",
      error: { code: "not_found", message: expect.stringContaining("data") },
    });
    const smaller = await near.mutate("disks.resize", { instance: "far", disk: "first", sizeMiB: 0 });
    expect(smaller).toMatchObject({ status: 400, error: { details: { faults: [{ path: "sizeMiB" }] } } });
    const relative = { name: "x", source: { file: "etc/passwd" } };
    expect(await near.mutate("disks.attach", { instance: "far", disk: relative })).toMatchObject({
      status: 400,
      error: { details: { faults: [{ path: "disk.source.file", message: expect.any(String) }] } },
    });
    const there = { name: "x", bus: "scsi", source: { file: join(directory, "first") } };
    const over = { instance: "far", disk: there, newDisk: { sizeMiB: 1 } };
    const taken = await near.mutate("disks.attach", over);
    expect(taken).toMatchObject({ status: 400, error: { details: { faults: [{ path: "newDisk" }] } } });
    const absent = { name: "x", bus: "scsi", source: { file: join(directory, "absent") } };
    const refused = await near.mutate("disks.attach", { instance: "far", disk: absent });
    expect(refused.status).toBe(400);
    expect(JSON.stringify(refused.error)).toContain("disks.3.source.file");
  });
});

describe("An interface of an instance on another host", () => {
  it("is plugged in and named, its cable pulled, and what it cannot do refused", async () => {
    const nic = { network: { user: {} } };
    const answer = await near.mutate("nics.attach", { instance: "far", nic });
    expect(answer.data).toMatchObject({
      nic: { name: "nic-0", mac: expect.stringMatching(/^52:54:00:/) },
      instance: { host: "host-b", spec: { nics: [nic] } },
    });
    const pulled = await change("nics.setLink", { nic: "nic-0", link: "down" });
    expect(pulled.figures?.nics).toMatchObject([{ name: "nic-0", link: "down" }]);
    const limit = { instance: "far", nic: "nic-0", rate: { receiveMbit: 10 } };
    const limited = await near.mutate("nics.limit", limit);
    expect(limited).toMatchObject({ status: 400, error: { code: "invalid_spec" } });
    expect(JSON.stringify(limited.error)).toContain("nics.0.rate");
    await change("nics.limit", { nic: "nic-0" });
  });

  it("that the guest does not let go is still there, and the operation says so", async () => {
    const detach = { instance: "far", nic: "nic-0", timeoutSeconds: 0.1 };
    const kept = await near.perform("nics.detach", detach);
    expect(kept).toMatchObject({ kind: "nic.detach", status: "failed", error: { code: "timed_out" } });
    expect((await detail()).spec.nics).toHaveLength(1);
  });
});

describe("A guest without an agent", () => {
  it("cannot be asked anything, and the error says what is missing", async () => {
    const { error } = await near.query("guest.info", { instance: "far" });
    expect(error).toMatchObject({ code: "guest_agent_failed", where: "far is on host-b, running." });
  });
});

describe("A moment of an instance on another host", () => {
  it("is kept with the guest's memory, gone back to and forgotten, and a suspended guest goes on", async () => {
    const raw = await near.perform("snapshots.take", { instance: "far", name: "first" });
    expect(raw).toMatchObject({ kind: "snapshot.take", status: "failed", error: { code: "unsupported" } });
    const file = join(directory, "kept.qcow2");
    const spec = { name: "kept", memoryMiB: 16, disks: [{ name: "root", source: { file } }] };
    const newDisks = [{ disk: "root", sizeMiB: 4 }];
    await near.perform("instances.create", { spec, newDisks, host: "host-b", start: true });
    const moment = { instance: "kept", name: "before" };
    expect(await near.perform("snapshots.take", moment)).toMatchObject({
      status: "succeeded",
      host: "host-b",
      steps: [
        { name: "check", status: "done" },
        { name: "take", status: "done" },
      ],
      result: { snapshot: { name: "before", memory: true } },
    });
    const listed = snapshotListSchema.parse((await near.query("snapshots.list", { instance: "kept" })).data);
    expect(listed.snapshots).toMatchObject([{ name: "before", complete: true }]);
    expect(await near.perform("snapshots.revert", moment)).toMatchObject({ status: "succeeded" });
    expect(await near.perform("snapshots.delete", moment)).toMatchObject({ status: "succeeded" });
    expect(await near.perform("instances.suspend", { instance: "kept" })).toMatchObject({
      kind: "instance.suspend",
      status: "succeeded",
    });
    expect((await near.query("instances.get", { instance: "kept" })).data).toMatchObject({
      state: "suspended",
    });
    expect(await near.perform("instances.start", { instance: "kept" })).toMatchObject({
      status: "succeeded",
    });
  });
});

describe("A copy of an instance on another host", () => {
  it("is made of its disks while it runs, and of all of it when it is stopped", async () => {
    const path = join(directory, "kept.copy");
    const targets = [{ disk: "root", path }];
    expect(await near.perform("disks.backup", { instance: "kept", targets })).toMatchObject({
      kind: "disk.backup",
      status: "succeeded",
      host: "host-b",
    });
    expect((await stat(path)).size).toBeGreaterThan(0);
    expect(await near.perform("disks.backup", { instance: "kept", targets })).toMatchObject({
      status: "failed",
      error: { code: "file_in_use" },
    });
    expect((await near.mutate("instances.clone", { instance: "kept", name: "twin" })).error).toMatchObject({
      code: "wrong_state",
    });
    await near.perform("instances.stop", { instance: "kept", force: true });
    await near.perform("instances.create", { spec: { name: "local" }, host: "host-a" });
    const taken = await near.mutate("instances.clone", { instance: "kept", name: "local" });
    expect(taken).toMatchObject({ status: 409, error: { code: "name_taken" } });
    expect(await near.perform("instances.clone", { instance: "kept", name: "twin" })).toMatchObject({
      kind: "instance.clone",
      status: "succeeded",
      host: "host-b",
      instance: "kept",
      result: { instance: { name: "twin", state: "stopped", host: "host-b" } },
    });
    await until("it is known", async () => {
      const twin = await near.query("instances.get", { instance: "twin" });
      return twin.status === 200 || undefined;
    });
    expect(await near.perform("instances.start", { instance: "twin" })).toMatchObject({
      status: "succeeded",
    });
  });
});

describe("Every change of a device", () => {
  it("stands in the trail of its host once, with the instance, who made it and the agent it came through", async () => {
    const trail = z.object({ entries: z.array(z.record(z.string(), z.unknown())) });
    const { entries } = trail.parse((await near.query("audit.list", { limit: 200 })).data);
    const of = (action: string) => entries.filter((entry) => entry["action"] === action);
    const made = { subject: "far", actor: "admin", host: "host-b", from: "127.0.0.1 via host-a" };
    for (const action of ["disks.resize", "disks.limit", "nics.setLink"])
      expect(of(action).filter(({ result }) => result === "ok")).toMatchObject([made]);
    expect(of("snapshots.revert")).toMatchObject([{ ...made, subject: "kept", result: "ok" }]);
    expect(of("nics.limit")).toMatchObject([{ result: "ok" }, { ...made, result: "invalid_spec" }]);
  });
});

import { execFileSync } from "node:child_process";
import { mkdir, mkdtempDisposable, readdir, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instanceDetailSchema } from "@gantry/kvm-core/model";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { ForeignMonitor } from "./testing/foreign-monitor.ts";
import { freePort } from "./testing/free-port.ts";
import { TestAgent } from "./testing/test-agent.ts";

/** Whoever may create instances knows the API and means harm. */
const stack = new AsyncDisposableStack();
let agent: TestAgent;
let directory: string;
let images: string;
let outside: string;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-hostile-"))).path;
  [images, outside] = [join(directory, "images"), join(directory, "outside")];
  await mkdir(images);
  await mkdir(outside);
  const image = (...args: string[]) => execFileSync("qemu-img", ["create", "-q", ...args], { cwd: images });
  image("-f", "raw", join(outside, "secret.img"), "1M");
  image("-f", "qcow2", "sound.qcow2", "1M");
  image("-f", "raw", "sound.raw", "1M");
  image("-f", "qcow2", "-F", "raw", "-b", join(outside, "secret.img"), "overlay.qcow2");
  image("-f", "qcow2", "-o", `data_file=${join(outside, "data.img")}`, "data-file.qcow2", "1M");
  image("-f", "vmdk", "other.vmdk", "1M");
  await symlink(join(outside, "secret.img"), join(images, "link.raw"));
  await symlink(outside, join(images, "linked"));
  execFileSync("mkfifo", [join(images, "fifo")]);
  const env = { GANTRY_IMAGE_ROOTS: images };
  agent = stack.use(await TestAgent.start({ directory, name: "host-a", port: await freePort(), env }));
});
afterAll(() => stack.disposeAsync());

const oneDisk = (disk: object) => ({ disks: [{ name: "root", format: "raw", ...disk }] });
const file = (path: string, more: object = {}) => oneDisk({ source: { file: path }, ...more });
const inRoots = (name: string) => join(images, name);
const bridge = (name: string) => ({ nics: [{ network: { bridge: name } }] });

/** What is asked for, as JSON, and the field that the refusal names. */
function attacks(): [field: string, input: object | string][] {
  const spec = (more: object) => ({ spec: { name: "evil", memoryMiB: 16, ...more } });
  const fresh = (disk: object, sizeMiB: number) => ({
    ...spec(oneDisk(disk)),
    newDisks: [{ disk: "root", sizeMiB }],
  });
  const source = "disks.0.source.file";
  return [
    ["name", spec({ name: "../evil" })],
    ["name", spec({ name: "evil,accel=kvm" })],
    ["name", spec({ name: "evil\n-monitor" })],
    ["name", spec({ name: "evil\0" })],
    ["name", spec({ name: "taken" })],
    ["cpus", spec({ cpus: 1_000_000 })],
    ["cpus", spec({ cpus: "2,sockets=9" })],
    ["memoryMiB", spec({ memoryMiB: 1e300 })],
    ["memoryMiB", spec({ memoryMiB: -1 })],
    ["cpuModel", spec({ cpuModel: "max,vendor=evil" })],
    ["machine", spec({ machine: "q35,dumpdtb=/tmp/x" })],
    ["qemuArgs", spec({ qemuArgs: ["-daemonize"] })],
    ["constructor", spec({ constructor: { prototype: {} } })],
    ["__proto__", `{"spec":{"name":"evil","__proto__":{"memoryMiB":1}}}`],
    ["__proto__", `{"__proto__":{"start":true},"spec":{"name":"evil"}}`],
    ["boot.kernel", spec({ boot: { kernel: join(outside, "secret.img") } })],
    ["boot.cmdline", spec({ boot: { kernel: inRoots("sound.raw"), cmdline: "quiet\n-append" } })],
    [source, spec(file("../../etc/passwd"))],
    [source, spec(file("/etc/passwd"))],
    [source, spec(file(`${images}/../outside/secret.img`))],
    [source, spec(file('json:{"driver":"host_device","filename":"/dev/sda"}'))],
    [source, spec(file("nbd://127.0.0.1:10809/x"))],
    [source, spec(file(`${inRoots("sound.raw")}\0.iso`))],
    [source, spec(file(`${inRoots("sound.raw")}\nother`))],
    [source, spec(file(inRoots("link.raw")))],
    [source, spec(file(inRoots("linked/secret.img")))],
    [source, spec(file(inRoots("fifo")))],
    [source, spec(file(images))],
    [source, spec(file(inRoots("absent.raw")))],
    [source, spec(file(inRoots("sound.qcow2")))],
    [source, spec(file(inRoots("other.vmdk")))],
    [source, spec(file(inRoots("sound.raw"), { format: "qcow2" }))],
    [source, spec(file(inRoots("overlay.qcow2"), { format: "qcow2" }))],
    [source, spec(file(inRoots("data-file.qcow2"), { format: "qcow2" }))],
    ["disks.0.format", spec(file(inRoots("other.vmdk"), { format: "vmdk" }))],
    ["disks.0.backing.file", spec(file(inRoots("overlay.qcow2"), backedBySecret()))],
    ["disks.0.source.device", spec(oneDisk({ source: { device: "/dev/null" } }))],
    ["disks.0.source.device", spec(oneDisk({ source: { device: "/etc/passwd" } }))],
    ["disks.0.source.nbd", spec(oneDisk({ source: { nbd: "nbd://h/x,readonly=on y" } }))],
    ["disks.0.name", spec(file(inRoots("sound.raw"), { name: "root,id=x" }))],
    ["disks.1.name", spec({ disks: [...file(inRoots("sound.raw")).disks, ...file("/x").disks] })],
    [
      "disks",
      spec({ disks: Array.from({ length: 17 }, (_, n) => ({ name: `d${n}`, source: { file: "/x" } })) }),
    ],
    ["newDisks.0", fresh({ source: { file: join(outside, "new.raw") } }, 1)],
    ["newDisks.0", fresh({ source: { file: inRoots("linked/new.raw") } }, 1)],
    ["newDisks.0", fresh({ source: { file: inRoots("sound.raw") } }, 1)],
    ["newDisks.0.sizeMiB", fresh({ source: { file: inRoots("new.raw") } }, 1e15)],
    ["nics.0.network.bridge", spec(bridge("br0,script=/tmp/x"))],
    ["nics.0.network.bridge", spec(bridge("../../proc"))],
    ["nics.0.mac", spec({ nics: [{ mac: "52:54:00:12:34:56,id=x", network: { user: {} } }] })],
  ];
}

function backedBySecret(): object {
  return { format: "qcow2", backing: { file: join(outside, "secret.img"), format: "raw" } };
}

/** All that an attack could leave: files of ours and of others, processes, interfaces. */
async function world() {
  // What a guest says is kept, and written down a moment later.
  const ownRecords = /(agent|lock)\.db|(kvm-probe|qemu-facts)\.json|\/fifos\/|^host-a\/log\//;
  const files = (await readdir(directory, { recursive: true })).filter((name) => !ownRecords.test(name));
  const links = (await readdir("/sys/class/net")).filter((name) => /^g[ti]/.test(name));
  const listed = (await agent.query("instances.list")).data;
  return { files: files.sort(), links, listed, guests: await agent.guests() };
}

describe("A hostile spec", () => {
  it("is refused with a status of 4xx that names the field, and leaves nothing", async () => {
    expect((await agent.perform("instances.create", { spec: { name: "taken" } })).status).toBe("succeeded");
    const before = await world();
    const headers = { ...(await agent.bearer()), "content-type": "application/json" };
    for (const [field, input] of attacks()) {
      const body = typeof input === "string" ? input : JSON.stringify({ ...input, start: true });
      const { status, error } = await agent.send("/trpc/instances.create", { method: "POST", headers, body });
      const named = JSON.stringify(error?.details["faults"] ?? []);
      expect([body, status >= 400 && status < 500, named]).toEqual([
        body,
        true,
        expect.stringContaining(`"path":"${field}"`),
      ]);
    }
    expect(await world()).toEqual(before);
  });

  it("for a bridge that is not there makes an instance that cannot start, and neither process nor interface", async () => {
    const before = await world();
    const spec = { name: "bridged", memoryMiB: 16, ...bridge("gantry-none") };
    expect(await agent.perform("instances.create", { spec, start: true })).toMatchObject({
      status: "failed",
      error: { code: "bridge_missing", message: expect.stringContaining("gantry-none") },
    });
    expect(await agent.perform("instances.delete", { instance: "bridged" })).toMatchObject({
      status: "succeeded",
    });
    expect(await world()).toEqual(before);
  });
});

describe("A hostile disk", () => {
  it("is not plugged into a running guest either", async () => {
    const spec = { name: "victim", memoryMiB: 16, disks: file(inRoots("sound.raw")).disks };
    await agent.perform("instances.create", { spec, start: true });
    const before = await world();
    for (const path of ["../x", "/etc/passwd", inRoots("link.raw"), inRoots("fifo"), inRoots("other.vmdk")]) {
      const disk = { name: "more", source: { file: path }, format: "raw" };
      const { status, error } = await agent.mutate("disks.attach", { instance: "victim", disk });
      expect([path, status, JSON.stringify(error?.details)]).toEqual([
        path,
        400,
        expect.stringMatching(/"path":"(disk|disks\.1)\.source\.file"/),
      ]);
    }
    expect(await world()).toEqual(before);
    await agent.perform("instances.stop", { instance: "victim", force: true });
  });
});

describe("A disk whose path could be read as options", () => {
  it("is the very file that QEMU opens, and a foreign client of the rescue monitor agrees with us in all", async () => {
    const names = [
      "a,b=c d.raw",
      "x,file.locking=off,node-name=evil.raw",
      "json:{}.raw",
      "-drive file=x",
      "fat:rw:x",
      `"quoted' \\ %s $(id) ü`,
    ];
    const disks = names.map((name, index) => ({
      name: `d${index}`,
      source: { file: inRoots(name) },
      format: "raw",
    }));
    for (const { source } of disks) await writeFile(source.file, Buffer.alloc(512));
    const spec = { name: "literal", memoryMiB: 24, cpus: 2, disks };
    expect(await agent.perform("instances.create", { spec, start: true })).toMatchObject({
      status: "succeeded",
    });
    const get = async () =>
      instanceDetailSchema.parse((await agent.query("instances.get", { instance: "literal" })).data);
    const detail = await get();
    using monitor = await ForeignMonitor.open(detail.runtime?.rescueMonitor ?? "");
    const nodes = z
      .array(z.object({ drv: z.string(), image: z.object({ filename: z.string() }) }))
      .parse(await monitor.ask("query-named-block-nodes"));
    const opened = nodes.filter(({ drv }) => drv === "file").map(({ image }) => image.filename);
    expect(opened.sort()).toEqual(disks.map(({ source }) => source.file).sort());

    expect(await monitor.ask("query-name")).toEqual({ name: detail.name });
    expect(await monitor.ask("query-uuid")).toEqual({ UUID: detail.uuid });
    expect(await monitor.ask("query-cpus-fast")).toHaveLength(detail.cpus);
    expect(await monitor.ask("query-memory-size-summary")).toMatchObject({
      "base-memory": detail.memoryMiB * 2 ** 20,
    });
    expect([(await get()).state, await monitor.ask("query-status")]).toMatchObject([
      "running",
      { status: "running" },
    ]);
    await agent.mutate("instances.pause", { instance: "literal" });
    expect([(await get()).state, await monitor.ask("query-status")]).toMatchObject([
      "paused",
      { status: "paused" },
    ]);
    expect(await agent.guests()).toEqual([detail.runtime?.pid]);
  });
});

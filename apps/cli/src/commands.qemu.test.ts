import { appendFile, mkdtempDisposable, readdir, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import { instanceDetailSchema } from "@gantry/kvm-core/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RealAgent } from "./testing/real-agent.ts";

/* One agent; the tests follow each other: they are the life of its instances. */
const stack = new AsyncDisposableStack();
let directory: string;
let agent: RealAgent;
const at = (name: string) => join(directory, name);

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-commands-"))).path;
  agent = stack.use(await RealAgent.start(directory));
  await writeBootSectorDisk(at("root.img"), "interactive");
  const disks = [
    { name: "root", source: { file: at("root.img") }, format: "raw" },
    { name: "cd", bus: "cdrom", source: { empty: true } },
  ];
  await writeFile(at("web-1.json"), JSON.stringify({ name: "web-1", memoryMiB: 16, disks }));
  await says("web-1 is on host-a", "create", "-f", at("web-1.json"));
});
afterAll(() => stack.disposeAsync());

/** A command that succeeds, and what it says. */
async function says(text: string, ...args: string[]): Promise<void> {
  const { code, stdout, stderr } = await agent.gantry(...args);
  expect([args.join(" "), code, stderr]).toEqual([args.join(" "), 0, ""]);
  expect(stdout).toContain(text);
}

/** A command that fails, with its exit code and a part of what it says. */
async function fails(code: number, text: string, ...args: string[]): Promise<void> {
  const outcome = await agent.gantry(...args);
  expect([args.join(" "), outcome.code, outcome.stdout]).toEqual([args.join(" "), code, ""]);
  expect(outcome.stderr).toContain(text);
}

test("disks are plugged in, enlarged, limited and unplugged from the command line, and CDs come and go", async () => {
  const scsi = ["--bus", "scsi", "--new", "1M"];
  await says("web-1 has disk first", "disk", "attach", "web-1", "first", "--file", at("first"), ...scsi);
  await says("web-1 runs on host-a", "start", "web-1");
  await says("web-1 has disk data", "disk", "attach", "web-1", "data", "--file", at("a,b=c d"), ...scsi);
  await says("data of web-1 has 2048 MiB", "disk", "resize", "web-1", "data", "--to", "2G");
  const limits = ["--read-bytes", "1000000", "--ops", "50"];
  expect(await agent.json("disk", "limit", "web-1", "data", ...limits)).toMatchObject({
    instance: {
      name: "web-1",
      figures: { disks: expect.arrayContaining([expect.objectContaining({ virtualSizeBytes: 2 ** 31 })]) },
      spec: {
        disks: expect.arrayContaining([
          expect.objectContaining({ limits: { readBytesPerSecond: 1_000_000, opsPerSecond: 50 } }),
        ]),
      },
    },
  });
  await says("data of web-1 is not limited", "disk", "limit", "web-1", "data");
  await writeFile(at("some.iso"), Buffer.alloc(2 ** 20));
  await says("lies in cd of web-1", "disk", "insert", "web-1", "cd", at("some.iso"));
  await says("cd of web-1 is empty", "disk", "eject", "web-1", "cd");
  const copies = [`root=${at("root=copy")}`, `data=${at("data copy")}`];
  await says("of web-1 is backed up", "disk", "backup", "web-1", ...copies);
  expect((await stat(at("root=copy"))).isFile()).toBe(true);
  expect(await agent.json("disk", "detach", "web-1", "data")).toMatchObject({
    operation: { kind: "disk.detach", status: "succeeded" },
  });
});

test("interfaces are plugged in, cut off and limited from the command line", async () => {
  const nic = ["--forward", "0:22"];
  await fails(2, "nic.network.user.forward.0.host", "nic", "attach", "web-1", ...nic);
  const mac = "52:54:00:00:00:07";
  await says(`web-1 has nic-0, ${mac}`, "nic", "attach", "web-1", "--user", "--mac", mac);
  await says("nic-0 of web-1 is down", "nic", "link", "web-1", "nic-0", "down");
  await says("of web-1 is not limited", "nic", "limit", "web-1", mac);
  await fails(9, "nic-0", "nic", "detach", "web-1", "nic-0", "--patience", "1");
});

test("moments are kept and gone back to, and copies made, from the command line", async () => {
  const spec = { name: "kept", memoryMiB: 16, disks: [] };
  await writeFile(at("kept.json"), JSON.stringify(spec));
  await says("kept is on host-a", "create", "-f", at("kept.json"));
  await says(
    "kept has disk root",
    "disk",
    "attach",
    "kept",
    "root",
    "--file",
    at("kept.qcow2"),
    "--new",
    "4M",
  );
  await says("kept runs", "start", "kept");
  await says("kept has snapshot before", "snapshot", "take", "kept", "before");
  await fails(2, "quiesce", "snapshot", "take", "kept", "other", "--quiesce");
  await fails(4, "before", "snapshot", "take", "kept", "before");
  const { stdout } = await agent.gantry("snapshot", "list", "kept");
  expect(stdout).toMatch(/^NAME +AGE +MEMORY +DISKS\nbefore +\d+ s +\S+ .iB +1\n$/);
  await says("kept is as it was at before", "snapshot", "revert", "kept", "before");
  await says("kept is suspended", "suspend", "kept");
  await says("kept runs", "start", "kept");
  await fails(4, "Stop it first", "clone", "kept", "twin");
  await says("kept is stopped", "stop", "kept", "--force");
  await says("kept has no snapshot before", "snapshot", "delete", "kept", "before");
  await fails(4, "web-1", "clone", "kept", "web-1");
  await says("twin is on host-a", "clone", "kept", "twin", "--linked");
  expect(await agent.json("show", "twin")).toMatchObject({
    spec: { disks: [{ name: "root", backing: { file: at("kept.qcow2") } }] },
  });
});

test("figures are a table, also of one instance, and a power cycle takes a new process", async () => {
  const { stdout } = await agent.gantry("stats", "web-1");
  expect(stdout).toMatch(/^NAME +HOST +CPU .*\nweb-1 +host-a +\d+\.\d s .*\n$/);
  expect(await agent.json("stats")).toMatchObject({
    instances: [
      { name: "kept" },
      { name: "twin" },
      { name: "web-1", figures: { residentBytes: expect.any(Number) } },
    ],
  });
  const pid = async () => instanceDetailSchema.parse(await agent.json("show", "web-1")).runtime?.pid;
  const before = await pid();
  await says("web-1 restarts", "reboot", "web-1", "--power-cycle", "--hard");
  expect(await pid()).not.toBe(before);
});

test("what cannot be is refused with its exit code, and says what is missing", async () => {
  await fails(2, "Give one of --file", "disk", "attach", "web-1", "x");
  await fails(2, "2 are named", "disk", "attach", "web-1", "x", "--file", "/x", "--device", "/dev/x");
  await fails(2, "disk.source.file", "disk", "attach", "web-1", "x", "--file", "relative");
  await fails(2, "give a size", "disk", "resize", "web-1", "root", "--to", "many");
  await fails(2, "--bridge", "nic", "attach", "web-1");
  await fails(2, "targets.0.path", "disk", "backup", "web-1", "root");
  await fails(3, "There is no instance nothing", "stats", "nothing");
  await fails(3, "none", "disk", "detach", "web-1", "none");
  await fails(3, "nic-9", "nic", "link", "web-1", "nic-9", "up");
  await fails(2, "smaller", "disk", "resize", "kept", "root", "--to", "1M");
  await fails(1, "agent", "guest", "info", "web-1");
  const { stderr } = await agent.gantry("guest", "info", "web-1", "--json");
  expect(JSON.parse(stderr)).toMatchObject({ code: "guest_agent_failed" });
});

test("what QEMU printed is read without anything in it reaching the terminal, and what was said over QMP", async () => {
  const { uuid } = instanceDetailSchema.parse(await agent.json("show", "web-1"));
  const files = await readdir(directory, { recursive: true });
  const log = files.find((file) => file.includes(uuid) && file.endsWith("qemu.log")) ?? "";
  await appendFile(at(log), "\u001b[2Jevil\u202e\n");
  await says("<U+001B>[2Jevil<U+202E>\n", "qemu-log", "web-1");
  await says('"execute":"qmp_capabilities"', "qemu-log", "web-1", "--monitor");
  expect(await agent.json("qemu-log", "web-1")).toMatchObject({ from: 0 });
  await fails(3, "no-such", "qemu-log", "no-such");
});

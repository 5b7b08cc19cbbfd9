import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { absolutePathSchema } from "../model/path.ts";
import { bootSchema, type InstanceSpecInput, instanceSpecSchema } from "../model/spec.ts";
import { QmpConnection, qomGet, queryNamedBlockNodes } from "../qmp/index.ts";
import { kernelImage } from "../testing/kernel-image.ts";
import { naughtyStrings } from "../testing/naughty-strings.ts";
import { TemporaryHost } from "../testing/temporary-host.ts";

const name = "naughty";
const disksOfOne = 16;
const longestCmdline = 2000;

test("files with hundreds of naughty names are opened as exactly these files, and nothing else appears", async () => {
  await using host = await TemporaryHost.open();
  const below = join(host.dir, name);
  await mkdir(below);
  const names = naughtyStrings().filter(
    (text) => isFileName(text) && absolutePathSchema.safeParse(join(below, text)).success,
  );
  expect(names.length).toBeGreaterThan(300);
  for (const file of names) await writeFile(join(below, file), Buffer.alloc(512));
  const before = (await readdir(host.dir)).sort();
  for (let at = 0; at < names.length; at += disksOfOne) {
    const paths = names.slice(at, at + disksOfOne).map((file) => join(below, file));
    const disks = paths.map((file, index) => ({
      name: `d${index}`,
      source: { file },
      format: "raw" as const,
    }));
    const opened = await whileItRuns(host, { name, memoryMiB: 16, disks }, filesOf);
    expect(opened.sort()).toEqual(paths.sort());
  }
  expect((await readdir(below)).sort()).toEqual([...names].sort());
  expect((await readdir(host.dir)).sort()).toEqual(before);
});

test("every naughty kernel command line reaches the machine letter by letter", async () => {
  await using host = await TemporaryHost.open();
  const kernel = join(host.dir, "vmlinuz");
  await writeFile(kernel, kernelImage());
  const allowed = naughtyStrings().filter((cmdline) => bootSchema.safeParse({ kernel, cmdline }).success);
  expect(allowed.length).toBeGreaterThan(400);
  for (const cmdline of joined(allowed)) {
    const spec = { name, memoryMiB: 16, boot: { kernel, cmdline } };
    const seen = await whileItRuns(host, spec, (monitor) =>
      qomGet(monitor, { path: "/machine", property: "append" }),
    );
    expect(seen).toBe(cmdline);
  }
});

function isFileName(text: string): boolean {
  return !["", ".", ".."].includes(text) && !text.includes("/") && Buffer.byteLength(text) <= 255;
}

/** All texts, in as few lines as the longest allowed ones: each start takes a tenth of a second. */
function joined(texts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + text.length > longestCmdline) lines.push(text);
    else lines[lines.length - 1] = `${last} ${text}`;
  }
  return lines;
}

/** Asks the QEMU of a new instance something over its second monitor, and removes the instance. */
async function whileItRuns<Answer>(
  { hypervisor }: TemporaryHost,
  spec: InstanceSpecInput,
  ask: (monitor: QmpConnection) => Promise<Answer>,
): Promise<Answer> {
  await hypervisor.create({ spec: instanceSpecSchema.parse(spec), start: false, newDisks: [] });
  await hypervisor.start(name);
  const { runtime } = await hypervisor.get(name);
  await using monitor = await QmpConnection.open({ path: runtime?.rescueMonitor ?? "" });
  const answer = await ask(monitor);
  await hypervisor.stop(name, { force: true, timeoutSeconds: 10 });
  await hypervisor.delete(name, { deleteDisks: false });
  return answer;
}

/** What QEMU says it has open, without what reads formats on top. */
async function filesOf(monitor: QmpConnection): Promise<string[]> {
  const nodes = await queryNamedBlockNodes(monitor);
  return nodes.filter(({ driver }) => driver === "file").map(({ image }) => image.filename);
}

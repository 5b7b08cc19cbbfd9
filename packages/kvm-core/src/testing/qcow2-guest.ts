import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeBootSectorDisk } from "@gantry/demo-guest";
import { type InstanceSpecInput, instanceSpecSchema } from "../model/spec.ts";
import type { TemporaryHost } from "./temporary-host.ts";

const run = promisify(execFile);

/** Creates an instance that boots the interactive guest from a qcow2 image, with an empty second one beside it. */
export async function createQcow2Guest(
  host: TemporaryHost,
  name: string,
  overrides: Partial<InstanceSpecInput> = {},
): Promise<{ readonly root: string; readonly data: string }> {
  const fileOf = (ending: string) => join(host.dir, "disks", `${name}.${ending}`);
  const [raw, root, data] = [fileOf("img"), fileOf("qcow2"), fileOf("data.qcow2")];
  await writeBootSectorDisk(raw, "interactive");
  await run("qemu-img", ["convert", "-f", "raw", "-O", "qcow2", raw, root]);
  await rm(raw);
  await run("qemu-img", ["create", "-q", "-f", "qcow2", data, "4M"]);
  const disks = [
    { name: "root", source: { file: root } },
    { name: "data", source: { file: data } },
  ];
  const spec = instanceSpecSchema.parse({ name, memoryMiB: 16, disks, ...overrides });
  await host.hypervisor.create({ spec, start: false, newDisks: [] });
  return { root, data };
}

/** How often the guest had written to its disk since it booted, as its third sector says. */
export async function writesIn(file: string, format: "raw" | "qcow2"): Promise<number> {
  const sector = `${file}.sector`;
  await run("qemu-img", [
    "dd",
    "-U",
    "-f",
    format,
    "-O",
    "raw",
    "bs=512",
    "skip=2",
    "count=3",
    `if=${file}`,
    `of=${sector}`,
  ]);
  const bytes = await readFile(sector);
  await rm(sector);
  return bytes.readUInt16LE(0);
}

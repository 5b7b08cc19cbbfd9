import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findQemu } from "../src/host/index.ts";
import { askQemu } from "../src/host/qemu-probe.ts";
import { printTypes } from "./qmp-types/print-types.ts";
import { QmpSchema } from "./qmp-types/schema.ts";

// Writes src/qmp/generated from the QEMU found, or from the one named as the argument.

const directory = join(import.meta.dirname, "../src/qmp/generated");
const qemu = await findQemu(process.argv[2]);
const [answer] = await askQemu(qemu.binary, [{ execute: "query-qmp-schema" }]);
await mkdir(directory, { recursive: true });
for (const [name, text] of Object.entries(printTypes(new QmpSchema(answer), qemu.version))) {
  await writeFile(join(directory, name), text);
}
process.stdout.write(`Wrote the types of QEMU ${qemu.version} to ${directory}.\n`);

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findQemu } from "../src/host/index.ts";
import { askQemu } from "../src/host/qemu-probe.ts";
import { qmpEventNames } from "../src/qmp/generated/events.ts";
import { printTypes } from "./qmp-types/print-types.ts";
import { QmpSchema } from "./qmp-types/schema.ts";

const generated = join(import.meta.dirname, "../src/qmp/generated");

describe("The types of QMP", () => {
  test("are those that the QEMU of this host describes, when it is the version they name", async () => {
    const { binary, version } = await findQemu();
    const [answer] = await askQemu(binary, [{ execute: "query-qmp-schema" }]);
    const printed = printTypes(new QmpSchema(answer), version);
    const names = (await readdir(generated)).sort();
    expect(Object.keys(printed).sort()).toEqual(names);
    const kept = await Promise.all(names.map((name) => readFile(join(generated, name), "utf8")));
    const sameQemu = kept[0]?.includes(` QEMU ${version} `) === true;
    // Another QEMU has another vocabulary: it must be printable, and still know what ours is about.
    if (sameQemu) expect(names.map((name) => printed[name])).toEqual(kept);
    else
      for (const name of ["STOP", "JOB_STATUS_CHANGE"]) expect(printed["events.ts"]).toContain(`"${name}"`);
    expect(qmpEventNames).toContain("STOP");
  });
});

import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { assembleBootSector } from "./assemble.ts";
import { bootSector } from "./boot-sector-disk.ts";
import { type BootSectorName, bootSectorCode } from "./boot-sectors.generated.ts";

const names: BootSectorName[] = ["counter", "echo", "interactive", "letters", "scribbler"];

describe("The committed boot sectors", () => {
  test("are those whose sources are here", async () => {
    const sources = (await readdir(import.meta.dirname)).filter((name) => name.endsWith(".S"));
    expect(Object.keys(bootSectorCode).sort()).toEqual(
      sources.map((name) => name.replace(/\.S$/, "")).sort(),
    );
    expect(Object.keys(bootSectorCode).sort()).toEqual(names);
  });

  test.for(names)("are byte for byte what the assembler makes of the sources: %s", async (name) => {
    const assembled = await assembleBootSector(name);
    expect(assembled.byteLength).toBe(512);
    expect(bootSector(name).toString("hex")).toBe(assembled.toString("hex"));
  });
});

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { plant } from "./bundle.ts";
import { mutants } from "./mutants.ts";

describe("A mutant", () => {
  it.each(mutants)("can be planted: $mistake", async (mutant) => {
    const file = fileURLToPath(new URL(`../../../../${mutant.file}`, import.meta.url));
    const source = await readFile(file, "utf8");
    expect(plant(mutant, source)).not.toBe(source);
  });

  it("whose text is not there exactly once is refused, by its name", () => {
    const mutant = {
      mistake: "no compare",
      file: "x.ts",
      text: "a",
      instead: "b",
      trap: { by: "model check" },
    } as const;
    expect(() => plant(mutant, "b")).toThrow(
      'The mutant "no compare" is out of date: its text is there 0 times',
    );
    expect(() => plant(mutant, "aa")).toThrow("2 times");
    expect(plant({ ...mutant, instead: "$&" }, "a")).toBe("$&");
  });
});

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { buildCommandLine, commandLineOptions } from "./build-command-line.ts";
import { goldenDirectory, readGoldenCases } from "./testing/golden-cases.ts";

// A changed line is a reviewed difference: GANTRY_UPDATE_GOLDEN=1 writes the files anew.
const update = process.env["GANTRY_UPDATE_GOLDEN"] === "1";
const cases = readGoldenCases();

function toLines(input: Parameters<typeof commandLineOptions>[0]): string {
  const lines = commandLineOptions(input).map(([flag, value]) =>
    value === undefined ? flag : `${flag} ${value}`,
  );
  return `${lines.join("\n")}\n`;
}

describe("the command line of a spec", () => {
  test.each(cases)("is the expected one for $name", ({ input, argsFile }) => {
    const lines = toLines(input);
    if (update) writeFileSync(argsFile, lines);
    expect(existsSync(argsFile), "run with GANTRY_UPDATE_GOLDEN=1 and review").toBe(true);
    expect(lines).toBe(readFileSync(argsFile, "utf8"));
  });

  test("has at least 40 golden cases and no expected file without its spec", () => {
    const expected = readdirSync(goldenDirectory).filter((file) => file.endsWith(".args"));
    expect(expected).toHaveLength(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });

  test.each(cases)("starts $name with stopped CPUs, in the sandbox, with nothing by default", ({ input }) => {
    const argv = buildCommandLine(input);
    for (const flag of ["-S", "-nodefaults", "-no-user-config", "-no-shutdown", "-sandbox"])
      expect(argv).toContain(flag);
  });

  test.each(cases)("gives every device of $name its own id and its own place", ({ input }) => {
    const devices = commandLineOptions(input).flatMap(([flag, value = ""]) =>
      flag === "-device" ? [JSON.parse(value) as Record<string, unknown>] : [],
    );
    const ids = devices.map((device) => device["id"]);
    expect(new Set(ids).size).toBe(ids.length);
    const places = devices.flatMap(({ bus, addr }) =>
      addr === undefined ? [] : [JSON.stringify([bus, addr])],
    );
    expect(new Set(places).size).toBe(places.length);
    const driverless = devices.filter(({ driver, bus }) => bus === undefined && !isPlaceless(String(driver)));
    expect(driverless).toEqual([]);
  });
});

/** ISA devices have their place in their own properties. */
function isPlaceless(driver: string): boolean {
  return ["isa-serial", "pvpanic"].includes(driver);
}

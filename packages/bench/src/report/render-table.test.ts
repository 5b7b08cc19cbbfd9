import { describe, expect, test } from "vitest";
import { meetsAim, renderTable } from "./render-table.ts";

describe("The table of a report", () => {
  test("shows readings, ratio and what was aimed at", () => {
    const table = renderTable({
      bench: "start",
      series: [{ subject: "agent", unit: "ms", values: [120, 100, 110] }],
      comparisons: [{ name: "agent / by hand", values: [1.2], aim: { atMost: 1.3 } }],
      notes: ["3 rounds"],
    });
    expect(table).toMatch(/agent +110 +120 +100 +120 +3 +ms/);
    expect(table).toMatch(/agent \/ by hand +1\.20 .*aim: at most 1\.3: met/);
    expect(table).toContain("3 rounds");
  });

  test("judges by the median", () => {
    expect(meetsAim({ name: "", values: [0.1, 0.9, 0.9], aim: { atLeast: 0.85 } })).toBe(true);
    expect(meetsAim({ name: "", values: [2], aim: { atMost: 1 } })).toBe(false);
    expect(meetsAim({ name: "", values: [2] })).toBeUndefined();
  });
});

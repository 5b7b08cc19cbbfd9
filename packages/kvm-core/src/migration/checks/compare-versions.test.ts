import { expect, test } from "vitest";
import { compareVersions } from "./compare-versions.ts";

test("versions are compared number by number", () => {
  expect(compareVersions("7.2.22", "7.2.9")).toBeGreaterThan(0);
  expect(compareVersions("7.2", "7.2.0")).toBe(0);
  expect(compareVersions("6.2.50", "10.0.0")).toBeLessThan(0);
});

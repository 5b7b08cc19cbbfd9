import { expect, test } from "vitest";
import { pauseBetweenReadings } from "./pace.ts";

test("while somebody looks all are read each two seconds, and at rest ten processes a second at most", () => {
  expect([0, 20, 200].map((instances) => pauseBetweenReadings(instances, true))).toEqual([2000, 2000, 2000]);
  expect([0, 20, 21, 200].map((instances) => pauseBetweenReadings(instances, false))).toEqual([
    2000, 2000, 2100, 20_000,
  ]);
});

import type { InstanceLastHour } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { goesOn, growInstanceHour } from "./grow-hour.ts";

const hourMs = 3_600_000;

function hour(until: number, at: readonly number[], from = 0): InstanceLastHour {
  const column = at.map((time) => time % 7);
  return {
    ...{ instance: "web-1", host: "host-a", cpus: 1, memoryBytes: 1024, from, until },
    process: {
      at: [...at],
      cpus: column,
      residentBytes: column,
      receivedBytes: at.map(() => null),
      sentBytes: column,
    },
    disks: { at: [], readBytes: [], writtenBytes: [], balloonBytes: [] },
  };
}

test("what came since stands behind what was there, and what is older than an hour goes", () => {
  const old = hour(hourMs, [1000, 2000, hourMs]);
  const grown = growInstanceHour(old, hour(hourMs + 2000, [hourMs + 2000]));
  expect(grown.process.at).toEqual([hourMs, hourMs + 2000]);
  for (const column of Object.values(grown.process)) expect(column).toHaveLength(2);
  expect(grown.process.receivedBytes).toEqual([null, null]);
  expect(grown.until).toBe(hourMs + 2000);
});

test("an answer of another host, or of an agent that was started anew, does not go on where the old one ended", () => {
  const old = hour(10, []);
  expect(goesOn(old, hour(20, []))).toBe(true);
  expect(goesOn(old, hour(20, [], 15))).toBe(false);
  expect(goesOn(old, { ...hour(20, []), host: "host-b" })).toBe(false);
  expect(goesOn(undefined, old)).toBe(false);
});

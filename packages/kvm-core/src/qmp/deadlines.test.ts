import { expect, test } from "vitest";
import { deadlineOf } from "./deadlines.ts";

test("A command that waits for storage inside QEMU is given longer than one that only looks", () => {
  expect(deadlineOf("query-status")).toBe(5000);
  expect(deadlineOf("command-of-a-newer-qemu")).toBe(5000);
  expect(deadlineOf("blockdev-add")).toBe(30_000);
});

import type { InstanceSummary } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { orderAfterPress, ordered, orderOf } from "./list-order.ts";
import { afterToggle, afterToggleAll, chosenOf } from "./list-selection.ts";

const row = (name: string, memoryMiB: number, since = "2026-01-01T00:00:00Z"): InstanceSummary => ({
  ...{ name, memoryMiB, since, uuid: name, host: "host-a", state: "running", cpus: 1 },
});
const rows = [row("web-10", 64), row("web-2", 512), row("db", 64, "2026-01-02T00:00:00Z")];
const names = (text: string | undefined) => ordered(rows, orderOf(text)).map(({ name }) => name);

test("the list is sorted as the address says, by name where that is equal or unknown", () => {
  expect(names(undefined)).toEqual(["db", "web-2", "web-10"]);
  expect(names("-name")).toEqual(["web-10", "web-2", "db"]);
  expect(names("memory")).toEqual(["db", "web-10", "web-2"]);
  expect(names("-memory")).toEqual(["web-2", "web-10", "db"]);
  expect(names("since")).toEqual(["db", "web-2", "web-10"]);
  expect(names("constructor")).toEqual(["db", "web-2", "web-10"]);
});

test("a press on a column sorts by it, the next one turns the order round", () => {
  expect(orderAfterPress(orderOf(undefined), "memory")).toBe("memory");
  expect(orderAfterPress(orderOf("memory"), "memory")).toBe("-memory");
  expect(orderAfterPress(orderOf("-memory"), "memory")).toBe("memory");
  expect(orderAfterPress(orderOf("-memory"), "name")).toBeUndefined();
});

test("what is chosen stands in the address, and what is not shown is not chosen", () => {
  const shown = ["db", "web-2", "web-10"];
  expect([...chosenOf("web-2_gone", shown)]).toEqual(["web-2"]);
  expect([...chosenOf("*", shown)]).toEqual(shown);
  expect(afterToggle(undefined, "db", shown)).toBe("db");
  expect(afterToggle("db", "web-2", shown)).toBe("db_web-2");
  expect(afterToggle("db", "db", shown)).toBeUndefined();
  expect(afterToggle("*", "db", shown)).toBe("web-2_web-10");
  expect(afterToggleAll("db", shown)).toBe("*");
  expect(afterToggleAll("db_web-2_web-10", shown)).toBeUndefined();
});

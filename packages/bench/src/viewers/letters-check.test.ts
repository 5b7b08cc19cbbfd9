import { expect, test } from "vitest";
import { LettersCheck } from "./letters-check.ts";

function faultsIn(...lots: string[]): number {
  const check = new LettersCheck();
  for (const lot of lots) check.take(Buffer.from(lot));
  return check.faults;
}

test("Whole alphabets have no fault, wherever they begin and are cut", () => {
  expect(faultsIn("XYZ\r", "\nABCDEFGHIJKLMNOPQRSTUVWXYZ\r\nA")).toBe(0);
});

test("A lost and a doubled byte are each a fault", () => {
  expect(faultsIn("ABD")).toBe(1);
  expect(faultsIn("ABBC")).toBe(1);
});

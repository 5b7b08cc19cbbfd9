import { expect, test } from "vitest";
import { matching, type PaletteEntry } from "./palette-entries.ts";

const entry = (label: string): PaletteEntry => ({ key: label, label, kind: "page", run: () => undefined });
const labels = (text: string) =>
  matching([entry("Instances"), entry("Start web-1"), entry("web-1"), entry("web-10")], text).map(
    ({ label }) => label,
  );

test("an entry is found by any of its words, one that begins with the text comes first", () => {
  expect(labels("web-1")).toEqual(["web-1", "web-10", "Start web-1"]);
  expect(labels("1 sta")).toEqual(["Start web-1"]);
  expect(labels("WEB-10 ")).toEqual(["web-10"]);
  expect(labels("nothing")).toEqual([]);
  expect(labels("")).toHaveLength(4);
});

test("of very many only so many are shown as one can look at", () => {
  const many = Array.from({ length: 1000 }, (_, index) => entry(`web-${index}`));
  expect(matching(many, "web").length).toBeLessThan(50);
  expect(matching(many, "web-999")).toHaveLength(1);
});

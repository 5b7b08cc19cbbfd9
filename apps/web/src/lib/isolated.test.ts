import { expect, test } from "vitest";
import { isolated } from "./isolated.ts";

test("a name in another direction turns nothing of the sentence around it, and cannot end its isolation", () => {
  expect(`Delete ${isolated("nightly run")}?`).toBe("Delete nightly run?");
  expect(`Delete ${isolated("שלום")}?`).toBe("Delete \u2068שלום\u2069?");
  expect(isolated("a\u202eb\u2069c")).toBe("\u2068aU+202EbU+2069c\u2069");
  expect(isolated("cafe\u0301")).toBe("\u2068cafe\u0301\u2069");
});

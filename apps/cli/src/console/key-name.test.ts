import { expect, test } from "vitest";
import { controlKey, keyName } from "./key-name.ts";

test("A control key is named as people write it, and told back as they read it", () => {
  expect(["^]", "ctrl-a", "C-o", "^^", "^\\"].map(controlKey)).toEqual([0x1d, 0x01, 0x0f, 0x1e, 0x1c]);
  expect(controlKey("none")).toBeUndefined();
  expect([0x1d, 0x01, 0x1e].map(keyName)).toEqual(["Ctrl-]", "Ctrl-A", "Ctrl-^"]);
});

test("Anything else is refused with what would do", () => {
  for (const text of ["", "x", "^", "^1", "ctrl-", "alt-a"])
    expect(() => controlKey(text)).toThrow("such as ^]");
});

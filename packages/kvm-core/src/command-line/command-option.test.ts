import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonOption, textOption, toArguments } from "./command-option.ts";

test("Whatever stands in a value of a text option comes out as that one value", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (path, logfile) => {
      const [, text = ""] = textOption("-chardev", { id: "x", path, logfile }, "pipe");
      expect(parse(text)).toEqual(["pipe", "id=x", `path=${path}`, `logfile=${logfile}`]);
    }),
  );
});

test("Whatever stands in a value of a JSON option comes out as that one value", () => {
  fc.assert(
    fc.property(fc.string(), (filename) => {
      const [, text = ""] = jsonOption("-blockdev", { driver: "file", filename });
      expect(JSON.parse(text)).toEqual({ driver: "file", filename });
      expect(text.startsWith("{")).toBe(true);
    }),
  );
});

test("An option without a value is one element of argv", () => {
  expect(toArguments([["-S"], ["-uuid", ""]])).toEqual(["-S", "-uuid", ""]);
});

/** How QEMU splits option text: a comma ends a value, two commas are one. */
function parse(text: string): string[] {
  return text
    .replaceAll(",,", "\0\0")
    .split(",")
    .map((part) => part.replaceAll("\0\0", ","));
}

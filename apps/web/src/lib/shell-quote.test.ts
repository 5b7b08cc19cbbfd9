import { expect, test } from "vitest";
import { optionLines, shellQuoted } from "./shell-quote.ts";

test("arguments a shell would read otherwise are quoted", () => {
  expect(shellQuoted("pc-q35-7.2,accel=tcg")).toBe("pc-q35-7.2,accel=tcg");
  expect(shellQuoted('{"driver":"raw"}')).toBe(`'{"driver":"raw"}'`);
  expect(shellQuoted("it's")).toBe(String.raw`'it'\''s'`);
});

test("each option stands on a line with its value", () => {
  expect(optionLines(["-S", "-m", "512", "-nodefaults", "-blockdev", '{"a":1}'])).toEqual([
    "-S",
    "-m 512",
    "-nodefaults",
    `-blockdev '{"a":1}'`,
  ]);
});

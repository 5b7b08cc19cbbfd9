import { expect, test } from "vitest";
import { controlKeys, functionKeys, inApplicationMode, noModifiers, withModifiers } from "./named-keys.ts";
import { sysRqs } from "./sysrq.ts";

test("a sticky Ctrl makes the next letter its control character, and Alt puts Esc before it", () => {
  expect(withModifiers("c", { ctrl: true, alt: false })).toBe("\u0003");
  expect(withModifiers("[", { ctrl: true, alt: false })).toBe("\u001b");
  expect(withModifiers(" ", { ctrl: true, alt: false })).toBe("\0");
  expect(withModifiers("b", { ctrl: false, alt: true })).toBe("\u001bb");
  expect(withModifiers("d", { ctrl: true, alt: true })).toBe("\u001b\u0004");
});

test("a key that has no control character stays what it is, and so does everything without modifiers", () => {
  expect(withModifiers("7", { ctrl: true, alt: false })).toBe("7");
  expect(withModifiers("\u001b[A", { ctrl: true, alt: false })).toBe("\u001b[A");
  expect(withModifiers("c", noModifiers)).toBe("c");
});

test("the combinations and the function keys are the bytes that terminals send", () => {
  expect(controlKeys.find(({ name }) => name === "Ctrl-W")?.bytes).toBe("\u0017");
  expect(controlKeys.find(({ name }) => name === "Ctrl-]")?.bytes).toBe("\u001d");
  expect(functionKeys.map(({ name }) => name)).toEqual(Array.from({ length: 12 }, (_, i) => `F${i + 1}`));
  expect(functionKeys[0]?.bytes).toBe("\u001bOP");
  expect(functionKeys[11]?.bytes).toBe("\u001b[24~");
});

test("every letter of Magic SysRq is there once, and those that lose something say what", () => {
  expect(new Set(sysRqs.map(({ key }) => key)).size).toBe(sysRqs.length);
  for (const { key } of sysRqs) expect(key).toMatch(/^[a-z0-9]$/);
  for (const dangerous of "bocei")
    expect(sysRqs.find(({ key }) => key === dangerous)?.loses, dangerous).toBeDefined();
});

test("arrows, Home and End follow a program that switched the cursor keys, other keys do not", () => {
  expect(inApplicationMode("\u001b[A")).toBe("\u001bOA");
  expect(inApplicationMode("\u001b[H")).toBe("\u001bOH");
  expect(inApplicationMode("\u001b[5~")).toBe("\u001b[5~");
});

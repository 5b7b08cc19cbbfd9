import { expect, test } from "vitest";
import { GuestText } from "./guest-text.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const shown = (...parts: readonly string[]) => {
  const guest = new GuestText();
  return parts.map((part) => guest.take(bytesOf(part))).join("");
};

test("text comes out as it is, wherever its bytes are cut", () => {
  const bytes = bytesOf("caf\u00e9 \u4f60\u597d \u{1f600} \u001b[31mred");
  for (let cut = 0; cut <= bytes.length; cut += 1) {
    const guest = new GuestText();
    expect(guest.take(bytes.subarray(0, cut)) + guest.take(bytes.subarray(cut))).toBe(
      new TextDecoder().decode(bytes),
    );
  }
});

test("nothing turns the direction of writing: what is read is what was written, in that order", () => {
  expect(shown("rm -rf \u202etxt.exe\u202c \u2066a\u2069 \u200fb\u061c")).toBe("rm -rf txt.exe a b");
});

test("a letter keeps as many marks as scripts stack, and not more, also when they come in pieces", () => {
  const pile = "\u0301".repeat(10);
  expect(shown("e\u0301 \u0e01\u0e33")).toBe("e\u0301 \u0e01\u0e33");
  expect(shown(`a${pile}`, pile, pile, "b")).toBe(`a${"\u0301".repeat(16)}b`);
  expect(shown(`a${pile}`, `b${pile}`)).toBe(`a${pile}b${pile}`);
  expect(shown(`a${"\u0301".repeat(1_000_000)}`)).toHaveLength(17);
});

test("bytes that are no text are shown as such", () => {
  const guest = new GuestText();
  expect(guest.take(Uint8Array.of(0x41, 0xff, 0x42))).toBe("A\ufffdB");
});

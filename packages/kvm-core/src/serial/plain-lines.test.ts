import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PlainLine, PlainLines } from "./plain-lines.ts";

function linesOf(bytes: Uint8Array, cuts: readonly number[] = [], partBytes?: number): PlainLine[] {
  const heard: PlainLine[] = [];
  const lines = new PlainLines(0, (line) => heard.push(line), partBytes);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  for (const [index, place] of places.entries()) lines.feed(bytes.subarray(places[index - 1] ?? 0, place));
  lines.end();
  return heard;
}

const read = (text: string) => linesOf(Buffer.from(text)).map((line) => line.text);

/** What consoles are made of: words, sequences, pieces of sequences, and anything at all. */
const anyBytes = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "\r\n",
        "\n",
        "\r",
        "\b",
        "\t",
        "\u001b",
        "\u001b[",
        "\u001b]0;",
        "\u0007",
        "\u001b\\",
        "€",
        "😀",
        "ok",
      ),
      fc.constantFrom(
        "\u001b[31m",
        "\u001b[2K",
        "\u001b[K",
        "\u001b[5C",
        "\u001b[3;4H",
        "\u001b(B",
        "\u001bP1$",
        "\u0018",
      ),
      fc.string({ maxLength: 20 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => Buffer.from(parts.join("")))
  .chain((text) =>
    fc.uint8Array({ maxLength: 40 }).map((garbage) => new Uint8Array(Buffer.concat([text, garbage, text]))),
  );

describe("The lines of a console", () => {
  test("read as a terminal shows them, without colours, titles and control characters", () => {
    expect(read("\u001b[0;32m  OK  \u001b[0m Started \u001b[1mgetty\u001b[0m.\r\nnext")).toEqual([
      "  OK   Started getty.",
      "next",
    ]);
    expect(read("\u001b]0;title\u0007$ \u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\\u0000")).toEqual([
      "$ link",
    ]);
    expect(read("10 %\r20 %\r\u001b[Kdone\r\n")).toEqual(["done"]);
    expect(read("abc\b\bX")).toEqual(["aXc"]);
    expect(read("name\u001b[10Gsize\u001b[3Cdate")).toEqual(["name     size   date"]);
    expect(read("\u001b[2;1Hone\u001b[3;1Htwo")).toEqual(["one two"]);
    expect(read("caf\u00e9 \u20ac\tend")).toEqual(["café € end"]);
    expect(read("\u001b(Bplain\u001b>\u001b[?25h")).toEqual(["plain"]);
    expect(read("half\u001b[2Kwhole\u001b[3\u001856")).toEqual(["whole56"]);
  });

  test("are the same however the bytes are cut", () => {
    fc.assert(
      fc.property(anyBytes, fc.array(fc.nat()), fc.constantFrom(7, 64, 65_536), (bytes, cuts, partBytes) => {
        expect(linesOf(bytes, cuts, partBytes)).toEqual(linesOf(bytes, [], partBytes));
      }),
    );
  });

  test("hold no control character, and their numbers and places are those of the line breaks", () => {
    fc.assert(
      fc.property(anyBytes, fc.array(fc.nat()), (bytes, cuts) => {
        for (const { number, seq, text } of linesOf(bytes, cuts, 16)) {
          expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
          expect(seq === 0 || bytes[seq - 1] === 0x0a).toBe(true);
          expect(bytes.subarray(0, seq).filter((byte) => byte === 0x0a)).toHaveLength(number - 1);
        }
      }),
    );
  });

  test("keep every letter of a text, whatever colours are strewn into it", () => {
    const word = fc.stringMatching(/^[ -Z^-~€é😀]{0,30}$/u);
    const colour = fc.constantFrom(
      "",
      "\u001b[0m",
      "\u001b[1;31m",
      "\u001b[38;5;200m",
      "\u001b]0;x\u0007",
      "\u001b(B",
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(word, colour)), fc.array(fc.nat()), (parts, cuts) => {
        const bytes = new Uint8Array(Buffer.from(parts.map(([text, paint]) => text + paint).join("")));
        const text = linesOf(bytes, cuts).map((line) => line.text);
        expect(text.join("")).toBe(parts.map(([letters]) => letters).join(""));
      }),
    );
  });

  test("that never end are handed over in parts, and a string that never ends hides nothing for long", () => {
    const endless = linesOf(new Uint8Array(Buffer.alloc(300_000, "x")));
    expect(endless.map(({ text }) => text.length)).toEqual([65_536, 65_536, 65_536, 65_536, 37_856]);
    expect(new Set(endless.map(({ number, seq }) => `${number} ${seq}`))).toEqual(new Set(["1 0"]));
    expect(read(`\u001b]0;${"x".repeat(5000)}seen`)[0]).toMatch(/^x+seen$/);
    expect(read("\u001b]0;open\nnext")).toEqual(["", "next"]);
  });
});

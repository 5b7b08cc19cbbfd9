import fc from "fast-check";
import { expect, test } from "vitest";
import { ReplyReader, TooMuchError } from "./reply-reader.ts";

test("lines come out whole, however the packets are cut, and nothing from before the last delimiter", () => {
  const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll("\n", " "));
  fc.assert(
    fc.property(fc.uint8Array(), fc.array(line), fc.array(fc.nat(400)), (before, lines, cuts) => {
      const said = Buffer.concat([
        before,
        Buffer.of(0xff),
        Buffer.from(lines.map((text) => `${text}\n`).join("")),
      ]);
      const reader = new ReplyReader();
      const ends = [...new Set([...cuts, said.length])].filter((at) => at <= said.length);
      const heard: string[] = [];
      let start = 0;
      for (const end of ends.sort((a, b) => a - b)) {
        heard.push(...reader.push(said.subarray(start, end)));
        start = end;
      }
      // What came before may have had a delimiter of its own, and whole lines behind it.
      expect(heard.slice(heard.length - lines.length)).toEqual(lines);
    }),
  );
});

test("neither a line without end nor words without end are kept", () => {
  const reader = new ReplyReader({ lineBytes: 10, totalBytes: 100 });
  expect(() => reader.push(Buffer.alloc(101))).toThrow(TooMuchError);
  const synchronised = new ReplyReader({ lineBytes: 10, totalBytes: 100 });
  expect(synchronised.push(Buffer.of(0xff, 0x61, 0x0a))).toEqual(["a"]);
  expect(() => synchronised.push(Buffer.alloc(11, "a"))).toThrow(TooMuchError);
});

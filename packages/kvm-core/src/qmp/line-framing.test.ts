import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LineFramer, LineTooLongError } from "./line-framing.ts";
import { parseMessage } from "./message.ts";

const lineOf = fc
  .string({ unit: "binary", minLength: 1 })
  .map((text) => JSON.stringify({ text }))
  .filter((text) => text.trim() === text);

const text = fc.string({ unit: "binary", maxLength: 50 });
const data = fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true });
const timestamp = fc.record({ seconds: fc.nat(), microseconds: fc.nat(999_999) });
/** What a QEMU may say after its greeting. */
const message = fc.oneof(
  fc.record({ return: fc.jsonValue({ maxDepth: 2 }), id: fc.nat() }),
  fc.record({ error: fc.record({ class: text, desc: text }), id: fc.nat() }),
  fc.record({ event: fc.constantFrom("STOP", "A_NEWER_EVENT"), data, timestamp }),
);

/** Cuts `bytes` at the given places, which may repeat: empty packets happen. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = places.map((place) => place % (bytes.length + 1)).sort((one, other) => one - other);
  return [0, ...sorted].map((place, index) => bytes.subarray(place, sorted[index] ?? bytes.length));
}

describe("The framer", () => {
  test("gives back the same lines however the packets were split or joined", () => {
    fc.assert(
      fc.property(
        fc.array(lineOf),
        fc.array(fc.nat()),
        fc.constantFrom("\n", "\r\n"),
        (lines, places, end) => {
          const framer = new LineFramer();
          const stream = new TextEncoder().encode(lines.map((line) => line + end).join(""));
          expect(cut(stream, places).flatMap((packet) => framer.push(packet))).toEqual(lines);
        },
      ),
    );
  });

  test("keeps nothing of a packet: all of them may come in one and the same buffer", () => {
    fc.assert(
      fc.property(fc.array(lineOf), fc.array(fc.nat()), (lines, places) => {
        const framer = new LineFramer();
        const stream = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
        const buffer = new Uint8Array(stream.length);
        const heard = cut(stream, places).flatMap((packet) => {
          buffer.set(packet);
          const found = framer.push(buffer.subarray(0, packet.length));
          buffer.fill(0);
          return found;
        });
        expect(heard).toEqual(lines);
      }),
    );
  });

  test("and the parser after it give the same messages for any split of any sequence of messages", () => {
    fc.assert(
      fc.property(fc.array(message), fc.array(fc.nat()), (messages, places) => {
        const lines = messages.map((said) => JSON.stringify(said));
        const framer = new LineFramer();
        const stream = new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(""));
        const heard = cut(stream, places).flatMap((packet) => framer.push(packet).map(parseMessage));
        expect(heard).toEqual(lines.map(parseMessage));
        expect(heard.map(({ kind }) => kind)).toEqual(
          messages.map((said) => ("return" in said ? "return" : "error" in said ? "error" : "event")),
        );
      }),
    );
  });

  test("keeps a character whole whose bytes come one at a time", () => {
    const framer = new LineFramer();
    const lines = [...new TextEncoder().encode("ü€😀\n")].flatMap((byte) => framer.push(Uint8Array.of(byte)));
    expect(lines).toEqual(["ü€😀"]);
  });

  test("passes over blank lines", () => {
    expect(new LineFramer().push(new TextEncoder().encode("\n\r\n  \na\n\n"))).toEqual(["a"]);
  });

  test("takes a line of exactly the limit and refuses one byte more, finished or not", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.array(fc.nat()),
        fc.boolean(),
        (limit, places, finished) => {
          const fits = new TextEncoder().encode(`${"x".repeat(limit)}\n`);
          const framer = new LineFramer(limit);
          expect(cut(fits, places).flatMap((packet) => framer.push(packet))).toEqual(["x".repeat(limit)]);
          const tooLong = new TextEncoder().encode("x".repeat(limit + 1) + (finished ? "\n" : ""));
          expect(() => cut(tooLong, places).flatMap((packet) => framer.push(packet))).toThrow(
            LineTooLongError,
          );
        },
      ),
    );
  });
});

import { describe, expect, test } from "vitest";
import { parseMessage } from "./message.ts";

describe("A line of a monitor", () => {
  test("is read as a greeting with QEMU's version and offers", () => {
    const line = `{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "x"}, "capabilities": ["oob", 5]}}`;
    expect(parseMessage(line)).toEqual({ kind: "greeting", version: "7.2.22", capabilities: ["oob"] });
  });

  test("is read as a return, also one of null or of a list", () => {
    expect(parseMessage('{"return": {}, "id": 1}')).toEqual({ kind: "return", id: 1, value: {} });
    expect(parseMessage('{"id": 2, "return": null}')).toEqual({ kind: "return", id: 2, value: null });
    expect(parseMessage('{"return": [1]}')).toEqual({ kind: "return", id: undefined, value: [1] });
  });

  test("is read as a refusal with QEMU's class and sentence", () => {
    const line = '{"id": 3, "error": {"class": "GenericError", "desc": "No."}}';
    expect(parseMessage(line)).toEqual({ kind: "error", id: 3, qmpClass: "GenericError", desc: "No." });
  });

  test("is read as an event at the time QEMU gives, in milliseconds", () => {
    const line = '{"timestamp": {"seconds": 1700000000, "microseconds": 123456}, "event": "STOP"}';
    const event = { event: "STOP", name: "STOP", data: {}, at: new Date(1_700_000_000_123) };
    expect(parseMessage(line)).toEqual({ kind: "event", event });
  });

  test("is kept as an event when only a newer QEMU knows it, by the name it has there", () => {
    const line =
      '{"timestamp": {"seconds": 1, "microseconds": 0}, "event": "GUEST_DREAMED", "data": {"of": "sheep"}}';
    const event = { event: "unknown", name: "GUEST_DREAMED", data: { of: "sheep" }, at: new Date(1000) };
    expect(parseMessage(line)).toEqual({ kind: "event", event });
  });

  test("with an event that has no time is an event of now", () => {
    const before = Date.now();
    const message = parseMessage(
      '{"timestamp": {"seconds": -1, "microseconds": -1}, "event": "STOP", "data": {"a": 1}}',
    );
    expect(message).toMatchObject({ kind: "event", event: { data: { a: 1 } } });
    expect(message.kind === "event" && message.event.at.getTime()).toBeGreaterThanOrEqual(before);
  });

  test.each([
    "",
    "{",
    "[]",
    "7",
    "null",
    "{}",
    '{"error": "no"}',
    '{"event": 5}',
    '{"QMP": {}}',
    '{"return": 1, "id": "x"}',
  ])("that is not QMP is refused: %s", (line) => {
    expect(() => parseMessage(line)).toThrow();
  });
});

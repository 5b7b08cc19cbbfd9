import { consoleClose } from "@gantry/kvm-core/model";
import { expect, test } from "vitest";
import { afterClose } from "./reconnect.ts";

test("a broken connection is tried again at once, then ever later, but never later than five seconds", () => {
  const delays = Array.from({ length: 20 }, (_, attempt) => {
    const what = afterClose({ code: 1006, attempt });
    return what.type === "again" ? what.afterMs : Number.NaN;
  });
  expect(delays.slice(0, 4)).toEqual([200, 400, 800, 1600]);
  expect(delays.at(-1)).toBe(5_000);
  expect(delays).toEqual([...delays].sort((a, b) => a - b));
});

test("an agent that stops, a host that is away, a moved instance and a slow viewer are tried again", () => {
  for (const { code, reason } of [
    consoleClose.stopping,
    consoleClose.hostAway,
    consoleClose.moved,
    consoleClose.tooSlow,
  ]) {
    expect(afterClose({ code, attempt: 0 })).toEqual({ type: "again", afterMs: 200, reason });
  }
});

test("a deleted instance and an ended session are final and say so", () => {
  for (const { code, reason } of [consoleClose.deleted, consoleClose.ended, consoleClose.badFrame]) {
    expect(afterClose({ code, attempt: 3 })).toEqual({ type: "stop", reason });
  }
});

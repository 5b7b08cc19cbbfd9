import { expect, test } from "vitest";
import { GantryError } from "../model/error.ts";
import { InstanceLock } from "./instance-lock.ts";

function refusal(lock: InstanceLock): GantryError {
  try {
    lock.take("web-1", "start");
  } catch (error) {
    if (error instanceof GantryError) return error;
  }
  return expect.fail("the lock was given");
}

test("one operation at a time works on an instance; the refusal names which, and since when", () => {
  const lock = new InstanceLock();
  {
    using _held = lock.take("web-1", "stop");
    expect(lock.holder).toBe("stop");
    const { code, message, details } = refusal(lock);
    expect(code).toBe("busy");
    expect(details).toMatchObject({ holder: "stop" });
    expect(message).toBe(`web-1 is busy: stop is going on since ${String(details["since"])}.`);
  }
  using _next = lock.take("web-1", "start");
  expect(lock.holder).toBe("start");
});

test("an instance that has left is refused for good, with where it went", () => {
  const lock = new InstanceLock();
  lock.close("moved to another host");
  expect(lock.isClosed).toBe(true);
  expect(refusal(lock)).toMatchObject({
    code: "not_found",
    message: expect.stringContaining("moved to another host"),
  });
});

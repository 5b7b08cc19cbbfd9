import { expect, it } from "vitest";
import { UpAllowance } from "./up-allowance.ts";

it("A viewer may send a burst, then two thousand keys, thirty wishes or what acknowledges any flood in a second", () => {
  let now = 0;
  const allowance = new UpAllowance(() => now);
  for (let count = 0; count < 64; count += 1) expect(allowance.pay("other")).toBe(0);
  expect(allowance.pay("other")).toBe(32);
  expect(allowance.pay("keys")).toBe(1);
  now = 31;
  expect(allowance.pay("other")).toBe(1);
  now = 32;
  expect(allowance.pay("other")).toBe(0);
  now = 1032;
  let keys = 0;
  while (allowance.pay("keys") === 0) keys += 1;
  // One more: half of one was left each time.
  expect(keys).toBe(2049);
  now = 1_000_000;
  for (let count = 0; count < 8 * 4096; count += 1) expect(allowance.pay("ack")).toBe(0);
  expect(allowance.pay("ack")).toBe(1);
});

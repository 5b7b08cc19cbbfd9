import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonDepth } from "./json-depth.ts";
import { refuseBody, refuseDepth } from "./trpc-limits.ts";

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe("The limits of a request", () => {
  it("measure the depth of any JSON exactly", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
        expect(jsonDepth(JSON.stringify(value))).toBe(depthOf(value));
      }),
    );
  });

  it("are not fooled by brackets and quotes inside strings", () => {
    expect(jsonDepth(JSON.stringify({ a: '[[[[\\"[[[' }))).toBe(1);
  });

  it("allow sixteen levels and refuse the seventeenth", () => {
    expect(refuseDepth("[".repeat(16) + "]".repeat(16))).toBeUndefined();
    expect(refuseDepth("[".repeat(17) + "]".repeat(17))).toMatchObject({ status: 400 });
    expect(refuseDepth("[".repeat(1_000_000))).toMatchObject({ status: 400 });
  });

  it("allow JSON and nothing a form could send", () => {
    expect(refuseBody("application/json; charset=utf-8", "{}")).toBeUndefined();
    for (const type of [
      undefined,
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data",
      "a/json",
    ]) {
      expect(refuseBody(type, "{}")).toMatchObject({ status: 415 });
    }
  });
});

import { describe, expect, test } from "vitest";
import { checkNewInstance, checkReboot, checkStop } from "./verb-options.ts";

describe("What verbs are given", () => {
  test("may leave out what has a default", () => {
    expect(checkNewInstance({ spec: { name: "web-1" } })).toMatchObject({
      spec: { name: "web-1", memoryMiB: 512 },
      start: false,
      newDisks: [],
    });
    expect(checkStop({})).toEqual({ force: false, hostGoesDown: false, timeoutSeconds: 60 });
    expect(checkReboot({ hard: true })).toMatchObject({ hard: true, timeoutSeconds: 60 });
  });

  test("is refused with the path of each fault", () => {
    expect(() => checkNewInstance({ spec: { name: "Web 1", cpus: 0 } })).toThrow(
      expect.objectContaining({
        code: "invalid_spec",
        details: {
          faults: [expect.objectContaining({ path: "name" }), expect.objectContaining({ path: "cpus" })],
        },
      }),
    );
    const newDisks = [{ disk: "root", sizeMiB: 0 }];
    expect(() => checkNewInstance({ spec: { name: "web-1" }, newDisks })).toThrow(/newDisks\.0\.sizeMiB/);
    expect(() => checkStop({ timeoutSeconds: Number.NaN })).toThrow(/timeoutSeconds/);
    expect(() => checkReboot({ timeoutSeconds: 0 })).toThrow(/timeoutSeconds/);
  });
});

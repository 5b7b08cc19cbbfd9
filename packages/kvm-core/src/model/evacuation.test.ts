import { expect, test } from "vitest";
import { evacuationOptionsSchema } from "./evacuation.ts";

test("a host is not emptied by post-copy: that is chosen for one instance at a time", () => {
  const refused = evacuationOptionsSchema.safeParse({ migration: { onTimeout: "post-copy" } });
  expect(refused.error?.issues).toMatchObject([{ path: ["migration", "onTimeout"] }]);
  expect(evacuationOptionsSchema.parse({ migration: { onTimeout: "stop" } }).migration.onTimeout).toBe(
    "stop",
  );
});

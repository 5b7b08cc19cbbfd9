import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { demoGuestIn } from "./demo-guest.ts";

test("a demo guest is offered when both its files are there, and not before", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-demo-guest-"));
  const { path } = directory;
  expect(await demoGuestIn(undefined)).toBeUndefined();
  expect(await demoGuestIn(path)).toBeUndefined();
  await writeFile(join(path, "kernel"), "");
  expect(await demoGuestIn(path)).toBeUndefined();
  await writeFile(join(path, "initrd"), "");
  expect(await demoGuestIn(path)).toMatchObject({
    kernel: join(path, "kernel"),
    initrd: join(path, "initrd"),
    cmdline: expect.stringContaining("console=ttyS0"),
  });
});

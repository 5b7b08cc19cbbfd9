import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { userfaultfdFor } from "./userfaultfd.ts";

test("QEMU under an account of its own gets userfaultfd only where the kernel is told to give it", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-"));
  const file = join(directory.path, "unprivileged_userfaultfd");
  expect(await userfaultfdFor(0, file)).toMatchObject({ isUsable: false });
  await writeFile(file, "0\n");
  expect(await userfaultfdFor(0, file)).toMatchObject({ isUsable: true });
  expect(await userfaultfdFor(990, file)).toEqual({
    isUsable: false,
    evidence: "vm.unprivileged_userfaultfd = 0, QEMU runs as uid 990",
  });
  await writeFile(file, "1\n");
  expect(await userfaultfdFor(990, file)).toMatchObject({ isUsable: true });
});

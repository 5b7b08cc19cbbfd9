import { expect, test } from "vitest";
import { interviewQemu } from "./qemu-probe.ts";

const binary = "qemu-system-x86_64";
/** Its answer has 200 kB, three times what a pipe holds. */
const question = { execute: "query-qmp-schema" };

test("a QEMU is heard to its end, however late it is listened to", async () => {
  const answers = interviewQemu(binary, [question, question, question]);
  // As when the host is busy: nothing is read meanwhile, and QEMU has been asked everything.
  await new Promise<void>((resolve) => setImmediate(resolve));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
  const [first, ...others] = await answers;
  expect(first).toHaveProperty("returned");
  expect(others).toEqual([first, first]);
});

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import * as z from "zod";

const run = promisify(execFile);
const sizesSchema = z.object({ before: z.number(), atRest: z.number(), again: z.number() });

/** Works, rests, works again: prints what the heap took after each, in MiB. The timer stands in for an open port. */
const program = `
  import { setTimeout as delay } from "node:timers/promises";
  import { SmallHeap } from ${JSON.stringify(new URL("small-heap.ts", import.meta.url).href)};
  const heap = new SmallHeap({ restsAfterMs: 50 });
  const takes = () => process.memoryUsage().heapTotal / 2 ** 20;
  function work() {
    const kept = [];
    for (let round = 0; round < 300_000; round += 1) kept[round % 100_000] = { round, text: "x" + round };
    heap.stir();
    return takes();
  }
  const before = work();
  let atRest = takes();
  while (atRest > before / 2) { await delay(20); atRest = takes(); }
  console.log(JSON.stringify({ before, atRest, again: work() }));
  heap[Symbol.dispose]();
`;

test("an agent at rest gives back the memory that it took while it worked, and takes it again when it works", async () => {
  const { stdout } = await run(
    process.execPath,
    ["--gc-memory-reducer-start-delay-ms=50", "--input-type=module", "--eval", program],
    { cwd: fileURLToPath(new URL(".", import.meta.url)), timeout: 60_000 },
  );
  const { before, atRest, again } = sizesSchema.parse(JSON.parse(stdout));
  expect(atRest).toBeLessThan(before / 2);
  expect(again).toBeGreaterThan(atRest);
}, 70_000);

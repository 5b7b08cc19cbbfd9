import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { freeEarly } from "./free-early.ts";

test("what passes through a stream that frees early arrives whole, and the collector stays ours", async () => {
  const stream = new PassThrough();
  freeEarly(stream);
  const chunk = Buffer.alloc(1_048_576, "gantry");
  const arrived = (async () => {
    let bytes = 0;
    for await (const data of stream) if (Buffer.isBuffer(data)) bytes += data.length;
    return bytes;
  })();
  for (let count = 0; count < 40; count++) stream.write(chunk);
  stream.end();
  expect(await arrived).toBe(40 * 1_048_576);
  expect(globalThis.gc).toBeUndefined();
});

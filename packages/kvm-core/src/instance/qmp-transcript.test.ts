import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { transcriptTo } from "./qmp-transcript.ts";

test("a transcript holds what was said in its order, without routine questions and their answers", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "gantry-transcript-"));
  const path = join(directory.path, "qmp.log");
  const write = transcriptTo(path);
  const at = new Date();
  write({ at, direction: "sent", text: '{"execute":"query-block","id":1}' });
  write({ at, direction: "sent", text: '{"execute":"cont","id":2}' });
  write({ at, direction: "received", text: '{"return": [], "id": 1}' });
  write({ at, direction: "received", text: '{"return": {}, "id": 2}' });
  await vi.waitFor(async () => {
    const lines = (await readFile(path, "utf8")).trim().split("\n");
    expect(lines.map((line) => line.split(" ").slice(1).join(" "))).toEqual([
      '-> {"execute":"cont","id":2}',
      '<- {"return": {}, "id": 2}',
    ]);
  });
});

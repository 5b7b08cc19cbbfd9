import { expect, test } from "vitest";
import { formatTranscriptLine } from "./transcript.ts";

const at = new Date(0);

test("A transcript line has its time and its direction", () => {
  const line = formatTranscriptLine({ at, direction: "received", text: '{"return": {}}' });
  expect(line).toBe('1970-01-01T00:00:00.000Z <- {"return": {}}');
});

test("A transcript line never shows a secret that was sent", () => {
  const text =
    '{"execute":"object-add","arguments":{"qom-type":"secret","id":"s0","data":"hun\\"ter2"},"id":1}';
  const line = formatTranscriptLine({ at, direction: "sent", text });
  expect(line).not.toContain("ter2");
  expect(line).toContain('"data":"(secret)"');
});

test("A long transcript line is cut and says how long it was", () => {
  const line = formatTranscriptLine({ at, direction: "received", text: "x".repeat(200_000) });
  expect(line.length).toBeLessThan(2100);
  expect(line).toContain("(200000 characters)");
});

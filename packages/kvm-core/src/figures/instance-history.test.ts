import { expect, test } from "vitest";
import { InstanceHistory } from "./instance-history.ts";

const t0 = 1_800_000_000_000;
const process = (incarnation: string, cpuSeconds: number) => ({
  incarnation,
  cpuSeconds,
  residentBytes: 1024,
  receivedBytes: undefined,
  sentBytes: undefined,
});

test("a first reading has no rate, a second has the mean since the first", () => {
  const history = new InstanceHistory(t0);
  history.noteProcess(t0, process("a", 10));
  history.noteProcess(t0 + 4000, process("a", 12));
  expect(history.after(0, t0 + 4000).process).toMatchObject({
    cpus: [null, 0.5],
    residentBytes: [1024, 1024],
    receivedBytes: [null, null],
  });
});

test("a new process begins anew: its smaller counters are no rate", () => {
  const history = new InstanceHistory(t0);
  for (const [second, reading] of [
    process("a", 10),
    process("b", 11),
    process("b", 12),
    process("b", 3),
  ].entries())
    history.noteProcess(t0 + second * 1000, reading);
  expect(history.after(0, t0 + 5000).process.cpus).toEqual([null, null, 1, null]);
});

test("a stopped instance is a gap, and after it a rate needs two readings again", () => {
  const history = new InstanceHistory(t0);
  const readings = [
    process("a", 0),
    process("a", 1),
    undefined,
    undefined,
    process("a", 9),
    process("a", 10),
  ];
  for (const [second, reading] of readings.entries()) history.noteProcess(t0 + second * 1000, reading);
  expect(history.after(0, t0 + 9000).process).toMatchObject({
    cpus: [null, 1, null, null, 1],
    residentBytes: [1024, 1024, null, 1024, 1024],
  });
});

test("a QEMU that does not tell its counters is a gap, and the next rate is not over it", () => {
  const history = new InstanceHistory(t0);
  const disks = (readBytes: number) => ({ incarnation: "a", readBytes, writtenBytes: 0, balloonBytes: 512 });
  for (const [second, reading] of [disks(0), disks(100), undefined, disks(900), disks(1000)].entries())
    history.noteDisks(t0 + second * 1000, reading);
  expect(history.after(0, t0 + 9000).disks).toMatchObject({
    readBytes: [null, 100, null, null, 100],
    balloonBytes: [512, 512, null, 512, 512],
  });
});

test("who asks with the end of the answer before is told only what came after it", () => {
  const history = new InstanceHistory(t0);
  for (let second = 0; second < 10; second += 1)
    history.noteProcess(t0 + second * 1000, process("a", second));
  const first = history.after(0, t0 + 5500);
  history.noteProcess(t0 + 10_000, process("a", 10));
  expect(history.after(first.until, t0 + 11_000).process.at).toEqual(
    [6, 7, 8, 9, 10].map((second) => t0 + second * 1000),
  );
});

test("an hour that was looked at all the time takes 65 KiB", () => {
  const history = new InstanceHistory(t0);
  for (let row = 0; row < 2000; row += 1) {
    history.noteProcess(t0 + row * 2000, process("a", row));
    history.noteDisks(t0 + row * 2000, {
      incarnation: "a",
      readBytes: row,
      writtenBytes: row,
      balloonBytes: 0,
    });
  }
  expect(history.bytes).toBe(64_800);
});

import { appendFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { cont, queryStatus, stop } from "../qmp/index.ts";
import { SerialPort } from "./serial-port.ts";
import { FollowingProcess } from "./testing/following-process.ts";
import { LettersCheck, readOn } from "./testing/letters.ts";
import { type SerialGuest, startSerialGuest } from "./testing/serial-guest.ts";
import { TestMount } from "./testing/test-mount.ts";

const kibibyte = 1024;
const line = Buffer.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n");

async function flood({ port }: SerialGuest, bytes: number): Promise<void> {
  const goal = (await port.settle()) + bytes;
  while ((await port.settle()) < goal) await nextTurn();
}

/** Where in the guest's line byte number 0 would be, had it written lines only. */
function phaseOf(bytes: Uint8Array, seq: number): number {
  const place = line.indexOf(bytes[0] ?? 0);
  return (((place - seq) % line.length) + line.length) % line.length;
}

describe("A console in hard times", () => {
  test("has the same numbers for the same bytes after an agent that gave old ones back was killed mid-flood", async () => {
    const keep = 128 * kibibyte;
    await using guest = await startSerialGuest("letters", { retention: { boots: 5, bytesPerBoot: keep } });
    await cont(guest.monitor);
    await flood(guest, 20 * kibibyte);
    const known = 10 * kibibyte;
    const phase = phaseOf(await guest.port.read(known, 1), known);
    for (let life = 1; life <= 3; life += 1) {
      await using agent = await FollowingProcess.start(guest, keep);
      await agent.reaches(life * 250 * kibibyte);
      agent.send("SIGKILL");
      await agent.ended();
    }
    await stop(guest.monitor);
    await using port = await SerialPort.open({ logPath: guest.logPath, log: true });
    expect(port.boots.map(({ n }) => n)).toEqual([1, 2, 3]);
    let kept = 0;
    for (let at = port.oldest; at < port.seq; at = port.keptFrom(at)) {
      const bytes = await port.read(at, 64 * kibibyte);
      const expected = bytes.map((_, index) => line[(at + index + phase) % line.length] ?? 0);
      if (at >= known) expect(Buffer.compare(bytes, expected)).toBe(0);
      at += bytes.length;
      kept += bytes.length;
    }
    // What came before the first boot has its share too.
    expect(kept).toBeLessThan(4 * keep + (4 * keep) / 8);
    expect(kept).toBeLessThan(port.seq);
  });

  test("whose disk is full loses what has no room, stops no guest, and goes on when there is room again", async (context) => {
    await using mount = await TestMount.make("small tmpfs");
    if (mount === undefined) return context.skip("this machine allows no mount");
    await using guest = await startSerialGuest("letters", { logDirectory: mount.directory });
    const { port, monitor } = guest;
    await port.attach(guest.endpoint);
    const check = new LettersCheck();
    await cont(monitor);
    let next = await readOn(port, 0, (bytes) => {
      check.take(bytes);
      return check.checked > 300_000;
    });
    await writeFile(join(mount.directory, "filler"), Buffer.alloc(1024 * kibibyte)).catch(() => undefined);
    // The last page of the log has room for a moment.
    for (let seen = -1; seen !== (await port.settle()) || seen % 4096 > 0; ) {
      seen = port.seq;
      expect(await queryStatus(monitor)).toMatchObject({ running: true });
    }
    check.take(await port.readAll(next, port.seq));
    // Nor is there room for a new record of the numbers.
    await port.clear();
    next = port.oldest;
    const later = new LettersCheck({ midway: true });
    await readOn(port, next, (bytes) => {
      later.take(bytes);
      return later.checked > 50_000;
    });
    await stop(monitor);
    await port.settle();
    await using again = await SerialPort.open({ logPath: guest.logPath, log: true });
    expect([again.oldest, again.seq]).toEqual([next, port.seq]);
  });

  test("whose log is removed goes on for all who look, and with the next number after a power cycle", async () => {
    const faults: unknown[] = [];
    const onFault = (fault: unknown) => void faults.push(fault);
    await using guest = await startSerialGuest("letters", { onFault });
    const { port, monitor } = guest;
    await port.attach(guest.endpoint);
    await cont(monitor);
    const check = new LettersCheck();
    await readOn(port, 0, (bytes) => {
      check.take(bytes);
      return check.checked > 20_000;
    });
    await rm(guest.logPath);
    await readOn(port, 0, (_bytes, next) => next > 60_000);
    await stop(monitor);
    await port.detach();
    expect(faults).toMatchObject([{ code: "state_damaged" }]);
    const { seq } = port;
    const all = new LettersCheck();
    all.take(await port.readAll(0, seq));
    expect(all.checked).toBeGreaterThan(50_000);
    await port.prepare(guest.endpoint);
    await appendFile(guest.logPath, "next");
    expect(await port.settle()).toBe(seq + 4);
    expect(Buffer.from(await port.read(seq, 4)).toString()).toBe("next");
  });
});

describe("A console on a file system that gives no space back", () => {
  test("keeps everything, says so once, and can be cleared all the same", async (context) => {
    await using mount = await TestMount.make("ramfs");
    if (mount === undefined) return context.skip("this machine allows no mount");
    const logPath = join(mount.directory, "serial.log");
    const faults: unknown[] = [];
    await using port = await SerialPort.open({
      logPath,
      log: true,
      retention: { boots: 2, bytesPerBoot: 16 * kibibyte },
      onFault: (fault) => void faults.push(fault),
    });
    for (const letter of ["a", "b", "c", "d"]) {
      await port.markBoot();
      await appendFile(logPath, letter.repeat(20 * kibibyte));
      await port.settle();
    }
    await port.settle();
    expect(faults).toMatchObject([{ code: "unsupported" }]);
    expect(port.oldest).toBe(0);
    expect(port.boots).toHaveLength(4);
    expect(Buffer.from(await port.readAll(0, port.seq)).includes(0)).toBe(false);
    await port.clear();
    expect([port.oldest, port.seq]).toEqual([80 * kibibyte, 80 * kibibyte]);
    await appendFile(logPath, "new");
    await port.settle();
    expect(Buffer.from(await port.read(80 * kibibyte, 10)).toString()).toBe("new");
    await using again = await SerialPort.open({ logPath, log: true });
    expect([again.oldest, again.seq]).toEqual([80 * kibibyte, 80 * kibibyte + 3]);
  });
});

describe("A console on a full disk", () => {
  test("gives old bytes back although its record has no room before that", async (context) => {
    await using mount = await TestMount.make("small tmpfs");
    if (mount === undefined) return context.skip("this machine allows no mount");
    const logPath = join(mount.directory, "serial.log");
    const retention = { boots: 2, bytesPerBoot: 128 * kibibyte };
    await using port = await SerialPort.open({ logPath, log: true, retention });
    await port.markBoot();
    await appendFile(logPath, "x".repeat(300 * kibibyte));
    await writeFile(join(mount.directory, "filler"), Buffer.alloc(1024 * kibibyte)).catch(() => undefined);
    await port.settle();
    await port.settle();
    expect([port.oldest, port.seq]).toEqual([172 * kibibyte, 300 * kibibyte]);
    await using again = await SerialPort.open({ logPath, log: true, retention });
    expect([again.oldest, again.seq, again.boot]).toEqual([172 * kibibyte, 300 * kibibyte, 1]);
  });
});

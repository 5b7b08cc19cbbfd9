import { truncate } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { cont, queryStatus, stop, systemReset } from "../qmp/index.ts";
import { SerialPort } from "./serial-port.ts";
import { FollowingProcess } from "./testing/following-process.ts";
import { LettersCheck, readOn } from "./testing/letters.ts";
import { type SerialGuest, startSerialGuest } from "./testing/serial-guest.ts";

/** Lets the guest write until the log is `bytes` longer, without reading any of it. */
async function flood({ port }: SerialGuest, bytes: number): Promise<void> {
  const goal = (await port.settle()) + bytes;
  while ((await port.settle()) < goal) await nextTurn();
}

async function checkAll(port: SerialPort, check = new LettersCheck()): Promise<number> {
  const end = await port.settle();
  let from = port.oldest;
  while (from < end) {
    const bytes = await port.read(from, Math.min(64 * 1024, end - from));
    check.take(bytes);
    from += bytes.length;
  }
  return check.checked;
}

describe("A serial port whose guest never stops talking", () => {
  test("gives a viewer that comes mid-flood every byte from the first on, in order, each once", async () => {
    await using guest = await startSerialGuest("letters");
    const { port, monitor } = guest;
    await cont(monitor);
    await flood(guest, 50_000);
    await port.attach(guest.endpoint);
    const check = new LettersCheck();
    await readOn(port, 0, (bytes) => {
      check.take(bytes);
      return check.checked > 300_000;
    });
  });

  test("has the same numbers for the same bytes after its agent was killed mid-flood and another came", async () => {
    await using guest = await startSerialGuest("letters");
    await using agent = await FollowingProcess.start(guest);
    await cont(guest.monitor);
    const seen = await agent.reaches(50_000);
    agent.send("SIGKILL");
    await agent.ended();
    await flood(guest, 20_000);
    await guest.port.attach(guest.endpoint);
    // The tester's port never looked before: it knows nothing but the log and the record that the killed one left.
    await using port = await SerialPort.open({ logPath: guest.logPath, log: true });
    await port.attach(guest.endpoint);
    expect(port.boots).toMatchObject([{ n: 1, from: 0 }]);
    const check = new LettersCheck();
    await readOn(port, 0, (bytes, next) => {
      check.take(bytes);
      return next > seen + 100_000;
    });
    expect(await port.read(seen - 100, 100)).toEqual(await guest.port.read(seen - 100, 100));
  });

  test("runs on at full speed while its agent is stopped, and the agent misses nothing of it", async () => {
    await using guest = await startSerialGuest("letters");
    await using agent = await FollowingProcess.start(guest);
    await cont(guest.monitor);
    await agent.reaches(20_000);
    agent.send("SIGSTOP");
    await flood(guest, 100_000);
    agent.send("SIGCONT");
    await agent.reaches(await guest.port.settle());
    await stop(guest.monitor);
    expect(await checkAll(guest.port)).toBeGreaterThan(119_000);
  });

  test("is not slowed, and loses nothing, however many viewers never read and however long this process hangs", async () => {
    await using guest = await startSerialGuest("letters");
    const { port, monitor } = guest;
    await port.attach(guest.endpoint);
    const deaf = Array.from({ length: 100 }, () => port.onData(() => undefined));
    await cont(monitor);
    for (let round = 0; round < 5; round += 1) {
      await flood(guest, 20_000);
      hang(50);
    }
    await stop(monitor);
    expect(await checkAll(port)).toBeGreaterThan(100_000);
    for (const viewer of deaf) viewer[Symbol.dispose]();
  });

  test("writes on while nobody is attached, and while the one who is attached is stopped", async () => {
    await using guest = await startSerialGuest("letters");
    const { port, monitor } = guest;
    await cont(monitor);
    await flood(guest, 20_000);
    await port.attach(guest.endpoint);
    await flood(guest, 20_000);
    await port.detach();
    expect(port.attached).toBe(false);
    await flood(guest, 20_000);
    await stop(monitor);
    expect(await checkAll(port)).toBeGreaterThan(59_000);
  });

  test("knows the exact count of a paused guest's bytes", async () => {
    await using guest = await startSerialGuest("letters");
    const { port, monitor } = guest;
    await port.attach(guest.endpoint);
    await cont(monitor);
    await flood(guest, 10_000);
    await stop(monitor);
    const seq = await port.settle();
    expect(await queryStatus(monitor)).toMatchObject({ running: false });
    expect(await port.settle()).toBe(seq);
  });

  test("gives the oldest bytes of a long log back to the disk, exactly, while the guest goes on", async () => {
    // A reader on a busy machine may be a second behind a guest that writes 220 kB in that time.
    const retention = { boots: 5, bytesPerBoot: 512 * 1024 };
    await using guest = await startSerialGuest("letters", { retention });
    const { port, monitor } = guest;
    await port.attach(guest.endpoint);
    await cont(monitor);
    const check = new LettersCheck();
    // Space is given back by an eighth and more of the bound at a time, and takes as long as the disk does: right after it,
    // what is kept is the bound and what came meanwhile.
    await readOn(port, 0, (bytes, next) => {
      check.take(bytes);
      return check.checked > 900_000 && port.oldest > next - 640 * 1024;
    });
    await expect(port.read(0, 10)).rejects.toMatchObject({ code: "not_found" });
    await stop(monitor);
    expect(await checkAll(port, new LettersCheck({ midway: true }))).toBe(port.seq - port.oldest);
    await using again = await SerialPort.open({ logPath: guest.logPath, log: true });
    expect([again.oldest, again.seq]).toEqual([port.oldest, port.seq]);
  });

  test("goes on with the next number when an administrator empties the log", async () => {
    await using guest = await startSerialGuest("letters");
    const { port, monitor } = guest;
    await port.attach(guest.endpoint);
    await cont(monitor);
    await flood(guest, 10_000);
    await stop(monitor);
    const seq = await port.settle();
    await truncate(guest.logPath, 0);
    await cont(monitor);
    const check = new LettersCheck({ midway: true });
    await readOn(port, seq, (bytes) => {
      check.take(bytes);
      return check.checked > 10_000;
    });
    expect(port.oldest).toBe(seq);
  });

  test("begins its second boot exactly at the first byte after a reset in the middle of the flood", async () => {
    await using guest = await startSerialGuest("letters");
    const { port, monitor } = guest;
    await port.attach(guest.endpoint);
    using _events = monitor.onEvent(({ event }) => {
      if (event === "RESET") void port.markBoot();
    });
    await port.markBoot();
    await cont(monitor);
    await flood(guest, 20_000);
    await systemReset(monitor);
    const reset = await port.settle();
    while (port.seq < reset + 20_000) await port.settle().then(() => nextTurn());
    expect(port.boots).toHaveLength(2);
    const second = port.boots[1]?.from ?? 0;
    expect(Buffer.from(await port.read(second, 3)).toString()).toBe("ABC");
    const check = new LettersCheck();
    check.take(await port.read(second, 20_000));
    expect(check.checked).toBe(20_000);
  });

  test("takes over the numbers of another host before the guest runs here", async () => {
    await using guest = await startSerialGuest("letters");
    const { port, monitor } = guest;
    const tail = Buffer.from("YZ\r\n".repeat(3));
    await port.attach(guest.endpoint);
    await port.past.begin({ seq: 1_000_012, boot: 7, tail });
    expect([port.oldest, port.seq, port.boot]).toEqual([1_000_000, 1_000_012, 7]);
    await cont(monitor);
    const check = new LettersCheck();
    await readOn(port, 1_000_012, (bytes) => {
      check.take(bytes);
      return check.checked > 10_000;
    });
    expect(Buffer.from(await port.read(1_000_000, 12))).toEqual(tail);
    await port.markBoot();
    expect(port.boot).toBe(8);
  });
});

describe("A serial port whose guest answers", () => {
  test("carries keystrokes to the guest and its echo back", async () => {
    await using guest = await startSerialGuest("interactive");
    const { port, monitor } = guest;
    expect(port.write(Buffer.from("x"))).toBe(false);
    await port.attach(guest.endpoint);
    await cont(monitor);
    let text = "";
    let typed = false;
    await readOn(port, 0, (bytes) => {
      text += Buffer.from(bytes).toString("latin1");
      if (!typed && text.includes("READY")) typed = port.write(Buffer.from("hello"));
      return /h\.*e\.*l\.*l\.*o/.test(text);
    });
    expect(typed).toBe(true);
  });

  test("counts a boot at the start of QEMU and one at a reset, though QEMU reports a reset twice", async () => {
    await using guest = await startSerialGuest("interactive");
    const { port, monitor } = guest;
    await port.attach(guest.endpoint);
    const boots: number[] = [];
    using _boots = port.onBoot(({ n }) => void boots.push(n));
    const marks: Promise<void>[] = [];
    using _events = monitor.onEvent(({ event }) => {
      if (event === "RESET") marks.push(port.markBoot());
    });
    await port.markBoot();
    await cont(monitor);
    let text = "";
    let reset: Promise<void> | undefined;
    await readOn(port, 0, (bytes) => {
      text += Buffer.from(bytes).toString("latin1");
      if (text.includes("READY")) reset ??= systemReset(monitor);
      return text.split("READY").length === 3;
    });
    await reset;
    await Promise.all(marks);
    // The firmware may add resets of its own; nothing is printed between any of them.
    expect(marks.length).toBeGreaterThanOrEqual(2);
    expect(boots).toEqual([1, 2]);
    const second = port.boots[1];
    expect(text.slice(second?.from ?? 0)).toContain("READY");
    expect(text.slice(0, second?.from ?? 0)).toContain("READY");
  });

  test("stops typing when QEMU ends, and keeps its last words", async () => {
    await using guest = await startSerialGuest("interactive");
    const { port, monitor, qemu } = guest;
    await port.attach(guest.endpoint);
    await cont(monitor);
    let text = "";
    await readOn(port, 0, (bytes) => {
      text += Buffer.from(bytes).toString("latin1");
      return text.includes("READY");
    });
    qemu.send("SIGKILL");
    await qemu.ended();
    await port.detach();
    expect(port.write(Buffer.from("x"))).toBe(false);
    expect(Buffer.from(await port.read(0, port.seq)).toString("latin1")).toContain("READY");
    await expect(port.attach(guest.endpoint, AbortSignal.abort())).rejects.toMatchObject({
      code: "cancelled",
    });
  });
});

/** Blocks this whole process, as a long garbage collection would. */
function hang(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

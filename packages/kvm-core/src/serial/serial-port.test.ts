import { constants } from "node:fs";
import {
  appendFile,
  lstat,
  mkdtempDisposable,
  open,
  readFile,
  rename,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { SerialPort, type SerialPortOptions } from "./serial-port.ts";

// Here the test writes the log and reads the FIFO in QEMU's place: what a guest does not do on demand.

async function openPort(options: Partial<SerialPortOptions> = {}) {
  await using scope = new AsyncDisposableStack();
  const { path: directory } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-serial-")));
  const logPath = join(directory, "serial.log");
  const reopen = (more: Partial<SerialPortOptions> = {}) =>
    SerialPort.open({ logPath, log: true, ...options, ...more });
  const port = scope.use(await reopen());
  const endpoint = join(directory, "serial");
  const all = scope.move();
  return {
    port,
    logPath,
    endpoint,
    reopen,
    guestWrites: (text: string) => appendFile(logPath, text),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

const text = async (port: SerialPort, from: number) => Buffer.from(await port.read(from, 1000)).toString();

describe("A serial port that is not attached", () => {
  test("makes an empty log that only its owner can read", async () => {
    await using made = await openPort();
    expect((await lstat(made.logPath)).mode & 0o777).toBe(0o600);
    expect([made.port.oldest, made.port.seq, made.port.boot, made.port.attached]).toEqual([0, 0, 0, false]);
  });

  test("shows the past of an instance that does not run", async () => {
    await using made = await openPort();
    await made.guestWrites("hello");
    await using later = await made.reopen();
    expect(later.seq).toBe(5);
    expect(await text(later, 1)).toBe("ello");
    expect(await text(later, 5)).toBe("");
  });

  test("says which bytes there are when asked for others", async () => {
    await using made = await openPort();
    await expect(made.port.read(1, 1)).rejects.toMatchObject({
      code: "invalid_input",
      hint: "Read from 0 to 0.",
    });
    await made.port.past.begin({ seq: 100, boot: 1, tail: Buffer.from("tail") });
    await expect(made.port.read(95, 1)).rejects.toMatchObject({
      code: "not_found",
      details: { oldest: 96, keptFrom: 96, seq: 100 },
    });
    expect(await text(made.port, 96)).toBe("tail");
  });

  test("takes over a past in the place of a longer one, although it is followed meanwhile", async () => {
    await using made = await openPort();
    await made.guestWrites("x".repeat(5000));
    await made.port.prepare(made.endpoint);
    await using _qemu = await open(`${made.endpoint}.in`, constants.O_RDWR);
    await made.port.attach(made.endpoint);
    using _viewer = made.port.onData(() => made.port.keptFrom(0));
    await made.port.past.begin({ seq: 1000, boot: 3, tail: Buffer.from("tail") });
    expect(await made.port.settle()).toBe(1000);
    await made.port.past.bring(0, Buffer.from("first"));
    await made.port.past.end({ kept: [{ from: 0, to: 5 }], boots: [], samples: [] });
    expect(await text(made.port, 0)).toBe("first");
    expect(made.port.keptFrom(5)).toBe(996);
    expect(await text(made.port, 996)).toBe("tail");
  });

  test("refuses a past that is longer than all that was written", async () => {
    await using made = await openPort();
    const past = made.port.past.begin({ seq: 3, boot: 1, tail: Buffer.from("tail") });
    await expect(past).rejects.toMatchObject({ code: "invalid_input" });
    expect(made.port.seq).toBe(0);
  });

  test("counts boots, each byte of a beginning once, and remembers them", async () => {
    await using made = await openPort();
    await made.port.markBoot();
    await made.port.markBoot();
    await made.guestWrites("one");
    await made.port.markBoot();
    await made.port.markBoot();
    await using later = await made.reopen();
    expect(later.boots).toMatchObject([
      { n: 1, from: 0, to: 3, oldest: 0 },
      { n: 2, from: 3, to: 3, oldest: 3 },
    ]);
    expect(later.boot).toBe(2);
  });

  test("begins a boot where it was reset, however late that is heard and however often", async () => {
    await using made = await openPort();
    using _ = { [Symbol.dispose]: () => vi.useRealTimers() };
    vi.useFakeTimers({ toFake: ["Date"], now: 1_000_000 });
    await made.port.markBoot();
    await made.guestWrites("bye");
    // Heard of at once: all that is there was before it, and what comes while it is written down is after it.
    const marking = Promise.all([1, 2].map(() => made.port.markBoot(new Date(1_000_000))));
    await made.guestWrites("hello");
    await marking;
    expect(made.port.boots).toMatchObject([{ to: 3 }, { n: 2, from: 3 }]);
    await made.port.settle();
    vi.setSystemTime(1_005_000);
    await made.guestWrites("again");
    await made.port.settle();
    await Promise.all([3, 4].map((ms) => made.port.markBoot(new Date(1_004_000 + ms))));
    expect(made.port.boots).toMatchObject([
      { n: 1, from: 0, to: 3 },
      { n: 2, from: 3, to: 8 },
      { n: 3, from: 8, to: 13 },
    ]);
    vi.setSystemTime(1_009_000);
    await made.port.markBoot(new Date(1_001_000));
    expect(made.port.boot).toBe(3);
  });

  test("goes on with its console when the record of the numbers is damaged", async () => {
    await using made = await openPort();
    await made.port.past.begin({ seq: 100, boot: 4, tail: Buffer.from("tail") });
    await made.port.markBoot();
    await made.guestWrites("x".repeat(10_000));
    await made.port.settle();
    const record = await readFile(`${made.logPath}.json`, "utf8");
    await writeFile(`${made.logPath}.json`, record.replace('"base":0', '"base":1'));
    await using later = await made.reopen();
    expect([later.seq, later.boot]).toEqual([10_100, 0]);
    expect(await text(later, 10_090)).toBe("x".repeat(10));
  });

  test("never counts back when the log was emptied or removed while nobody looked", async () => {
    await using made = await openPort();
    await made.guestWrites("x".repeat(50));
    await made.port.markBoot();
    await truncate(made.logPath, 0);
    await made.guestWrites("new");
    await using later = await made.reopen();
    expect([later.oldest, later.seq]).toEqual([50, 53]);
    expect(await text(later, 50)).toBe("new");
  });

  test("follows its path to a new file before the next QEMU opens it", async () => {
    await using made = await openPort();
    await made.guestWrites("old");
    await made.port.settle();
    await rename(made.logPath, `${made.logPath}.1`);
    await made.port.prepare(made.endpoint);
    await made.guestWrites("new");
    expect(await made.port.settle()).toBe(6);
    expect([made.port.oldest, await text(made.port, 3)]).toEqual([3, "new"]);
  });
});

describe("The endpoint of a serial port", () => {
  test("is a FIFO for keystrokes and a way to nowhere for output", async () => {
    await using made = await openPort();
    await made.port.prepare(made.endpoint);
    expect((await lstat(`${made.endpoint}.in`)).isFIFO()).toBe(true);
    expect((await lstat(`${made.endpoint}.in`)).mode & 0o777).toBe(0o600);
    expect((await lstat(`${made.endpoint}.out`)).isSymbolicLink()).toBe(true);
  });

  test("carries keystrokes in order, and refuses them beyond a megabyte that nobody takes", async () => {
    await using made = await openPort();
    await made.port.prepare(made.endpoint);
    await using qemu = await open(`${made.endpoint}.in`, constants.O_RDWR);
    await made.port.attach(made.endpoint);
    expect(made.port.write(Buffer.from("ls"))).toBe(true);
    expect(made.port.write(Buffer.from("\r"))).toBe(true);
    const { buffer } = await qemu.read(Buffer.alloc(3), 0, 3);
    expect(buffer.toString()).toBe("ls\r");
    const lot = Buffer.alloc(64 * 1024);
    let taken = 0;
    while (made.port.write(lot)) taken += 1;
    expect(taken).toBeGreaterThanOrEqual(15);
    expect(taken).toBeLessThanOrEqual(18);
  });

  test("tells viewers of new bytes, of those alone who still listen", async () => {
    await using made = await openPort();
    await made.port.prepare(made.endpoint);
    await using _qemu = await open(`${made.endpoint}.in`, constants.O_RDWR);
    await made.port.attach(made.endpoint);
    const heard = Promise.withResolvers<number>();
    using _viewer = made.port.onData(() => heard.resolve(made.port.seq));
    const gone = made.port.onData(() => heard.reject(new Error("It had gone.")));
    gone[Symbol.dispose]();
    await made.guestWrites("hello");
    expect(await heard.promise).toBe(5);
  });

  test("can be waited for and given up", async () => {
    await using made = await openPort();
    await made.port.prepare(made.endpoint);
    const controller = new AbortController();
    const attaching = made.port.attach(made.endpoint, controller.signal);
    controller.abort();
    await expect(attaching).rejects.toMatchObject({ code: "cancelled" });
    expect(made.port.attached).toBe(false);
  });
});

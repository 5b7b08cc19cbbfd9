import { hash } from "node:crypto";
import {
  appendFile,
  lstat,
  mkdtempDisposable,
  readFile,
  rename,
  rm,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { SerialPort, type SerialPortOptions } from "./serial-port.ts";

const kibibyte = 1024;

// Here the test writes the log in QEMU's place.
async function openPort(options: Partial<SerialPortOptions> = {}) {
  await using scope = new AsyncDisposableStack();
  const { path: directory } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-past-")));
  const logPath = join(directory, "serial.log");
  const faults: unknown[] = [];
  const reopen = () =>
    SerialPort.open({ logPath, log: true, onFault: (fault) => void faults.push(fault), ...options });
  const port = scope.use(await reopen());
  const all = scope.move();
  return {
    port,
    logPath,
    reopen,
    faults,
    guestWrites: async (letter: string, bytes: number) => {
      await appendFile(logPath, letter.repeat(bytes));
      await port.settle();
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function textOf(port: SerialPort, from: number, to: number): Promise<string> {
  let text = "";
  while (from + text.length < to)
    text += Buffer.from(await port.read(from + text.length, to - from - text.length)).toString();
  return text;
}

const small = { retention: { boots: 3, bytesPerBoot: 64 * kibibyte } };

describe("The past of a console", () => {
  test("keeps the newest bytes of each of the newest boots, and gives the rest back to the disk", async () => {
    await using made = await openPort(small);
    const { port } = made;
    for (const letter of ["a", "b", "c", "d"]) {
      await port.markBoot();
      await made.guestWrites(letter, 100 * kibibyte);
    }
    await port.markBoot();
    // Boots 1 and 2 are gone; of the two before the present one the end is there.
    const [third, fourth, present] = port.boots;
    expect(port.boots.map(({ n }) => n)).toEqual([3, 4, 5]);
    expect(third).toMatchObject({ from: 200 * kibibyte, to: 300 * kibibyte, oldest: 236 * kibibyte });
    expect(fourth).toMatchObject({ from: 300 * kibibyte, to: 400 * kibibyte, oldest: 336 * kibibyte });
    expect(present).toMatchObject({ from: 400 * kibibyte, to: 400 * kibibyte, oldest: 400 * kibibyte });
    expect(port.oldest).toBe(236 * kibibyte);
    expect(await textOf(port, 236 * kibibyte, 300 * kibibyte)).toBe("c".repeat(64 * kibibyte));
    expect(await textOf(port, 336 * kibibyte, 400 * kibibyte)).toBe("d".repeat(64 * kibibyte));
    const { size, blocks } = await lstat(made.logPath);
    expect(size).toBe(400 * kibibyte);
    expect(blocks * 512).toBeLessThanOrEqual(136 * kibibyte);
  });

  test("leads a reader over what is not kept, and never shows it zeros", async () => {
    await using made = await openPort(small);
    const { port } = made;
    await port.markBoot();
    await made.guestWrites("a", 10);
    await port.markBoot();
    await made.guestWrites("b", 100 * kibibyte);
    await port.markBoot();
    const end = 10 + 100 * kibibyte;
    const kept = end - 64 * kibibyte;
    expect(port.boots).toMatchObject([{ oldest: 0 }, { oldest: kept }, { oldest: end }]);
    expect(Buffer.from(await port.read(0, 1000)).toString()).toBe("a".repeat(10));
    await expect(port.read(10, 1)).rejects.toMatchObject({ code: "not_found", details: { keptFrom: kept } });
    expect([port.keptFrom(0), port.keptFrom(10), port.keptFrom(kept), port.keptFrom(end)]).toEqual([
      0,
      kept,
      kept,
      end,
    ]);
    expect(await textOf(port, kept, end)).toBe("b".repeat(64 * kibibyte));
  });

  test("is the same for the next agent", async () => {
    await using made = await openPort(small);
    for (const letter of ["a", "b", "c", "d"]) {
      await made.port.markBoot();
      await made.guestWrites(letter, 100 * kibibyte);
    }
    await made.port.settle();
    await using later = await made.reopen();
    expect(later.boots).toEqual(made.port.boots);
    expect([later.oldest, later.seq]).toEqual([made.port.oldest, made.port.seq]);
  });

  test("takes no more than five times its bound however fast a boot talks", async () => {
    await using made = await openPort(small);
    await made.port.markBoot();
    for (let lot = 0; lot < 100; lot += 1) {
      await made.guestWrites("x", 8 * kibibyte);
      await made.port.settle();
    }
    expect(made.port.seq - made.port.oldest).toBeLessThanOrEqual((5 * 64 + 8) * kibibyte);
    expect(made.port.seq - made.port.oldest).toBeGreaterThanOrEqual(64 * kibibyte);
  });

  test("goes on from a record of the former version", async () => {
    await using made = await openPort();
    await made.guestWrites("x", 100);
    const body = { base: 1000, oldest: 1040, boots: [{ n: 7, seq: 1050, at: "2026-01-02T03:04:05.678Z" }] };
    const record = { version: 1, checksum: hash("sha256", JSON.stringify(body)), body };
    await writeFile(`${made.logPath}.json`, JSON.stringify(record));
    await using later = await made.reopen();
    expect([later.oldest, later.seq, later.boot]).toEqual([1040, 1100, 7]);
    await later.markBoot();
    await using latest = await made.reopen();
    expect(latest.boots).toMatchObject([
      { n: 7, from: 1050, to: 1100, oldest: 1050, at: "2026-01-02T03:04:05.678Z" },
      { n: 8, from: 1100 },
    ]);
    expect(latest.oldest).toBe(1040);
  });
});

describe("The past of a console that is cleared", () => {
  test("is gone for good, while its numbers go on and the file stays QEMU's", async () => {
    await using made = await openPort();
    const { port } = made;
    await port.markBoot();
    await made.guestWrites("secret", 1000);
    await port.markBoot();
    await made.guestWrites("secret", 1000);
    const before = await lstat(made.logPath);
    let told = 0;
    using _viewer = port.onData(() => (told += 1));
    await port.clear();
    expect(told).toBe(1);
    expect([port.oldest, port.seq]).toEqual([12_000, 12_000]);
    expect(port.boots).toMatchObject([{ n: 2, from: 6000, to: 12_000, oldest: 12_000 }]);
    await expect(port.read(11_000, 1)).rejects.toMatchObject({ code: "not_found" });
    await made.guestWrites("new", 1);
    expect(await textOf(port, port.keptFrom(0), port.seq)).toBe("new");
    expect((await lstat(made.logPath)).ino).toBe(before.ino);
    expect(await readFile(made.logPath, "latin1")).not.toContain("secret");
    await using later = await made.reopen();
    expect([later.oldest, later.seq]).toEqual([12_000, 12_003]);
  });

  test("has nothing to lose when there is none", async () => {
    await using made = await openPort();
    await made.port.clear();
    await made.port.clear();
    await made.guestWrites("x", 3);
    expect([made.port.oldest, made.port.seq]).toEqual([0, 3]);
  });
});

describe("A hold on the past of a console", () => {
  test("keeps what a recording needs, until it is let go", async () => {
    await using made = await openPort(small);
    const { port } = made;
    await port.markBoot();
    await made.guestWrites("a", 10 * kibibyte);
    const hold = port.hold({ from: 4 * kibibyte, onBroken: () => expect.fail("It broke.") });
    for (const letter of ["b", "c", "d", "e"]) {
      await port.markBoot();
      await made.guestWrites(letter, 100 * kibibyte);
    }
    expect(port.oldest).toBe(4 * kibibyte);
    expect(port.boots.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
    hold[Symbol.dispose]();
    await port.markBoot();
    expect(port.boots.map(({ n }) => n)).toEqual([4, 5, 6]);
    expect(port.oldest).toBe((210 + 36) * kibibyte);
  });

  test("breaks when it would keep too much, and says so once", async () => {
    await using made = await openPort({ ...small, maxHeldBytes: 200 * kibibyte });
    const { port } = made;
    const broken: string[] = [];
    using _first = port.hold({ from: 0, onBroken: (why) => void broken.push(`first ${why}`) });
    using _second = port.hold({ from: 150 * kibibyte, onBroken: (why) => void broken.push(`second ${why}`) });
    using _short = port.hold({ from: 0, to: 10, onBroken: (why) => void broken.push(`short ${why}`) });
    await port.markBoot();
    await made.guestWrites("a", 150 * kibibyte);
    await port.settle();
    await made.guestWrites("a", 100 * kibibyte);
    await port.settle();
    await port.markBoot();
    expect(broken).toEqual(["first too-many"]);
    expect([port.oldest, port.keptFrom(10)]).toEqual([0, 150 * kibibyte]);
    await port.clear();
    expect(broken).toEqual(["first too-many", "second forgotten", "short forgotten"]);
  });
});

describe("The log of a console", () => {
  test("that was emptied or replaced while nobody looked never gets a number twice", async () => {
    await using made = await openPort();
    await made.guestWrites("x", 50);
    await made.port[Symbol.asyncDispose]();
    await truncate(made.logPath, 0);
    await appendFile(made.logPath, "new");
    await using later = await made.reopen();
    expect([later.oldest, later.seq]).toEqual([50, 53]);
    expect(await textOf(later, 50, 53)).toBe("new");
  });

  test("that is removed while its guest runs goes on, and that it was is told once", async () => {
    await using made = await openPort();
    await made.guestWrites("x", 5);
    await rename(made.logPath, `${made.logPath}.away`);
    await appendFile(`${made.logPath}.away`, "moved");
    expect(await made.port.settle()).toBe(10);
    expect(made.faults).toEqual([]);
    await rm(`${made.logPath}.away`);
    expect(await made.port.settle()).toBe(10);
    await made.port.settle();
    expect(made.faults).toMatchObject([{ code: "state_damaged" }]);
    expect(await textOf(made.port, 5, 10)).toBe("moved");
  });

  test("that nobody numbered and that has a hole does not show the hole", async () => {
    await using made = await openPort(small);
    await made.port.markBoot();
    await made.guestWrites("x", 200 * kibibyte);
    await made.port.markBoot();
    await rm(`${made.logPath}.json`);
    await using later = await made.reopen();
    expect(later.oldest).toBeGreaterThan(130 * kibibyte);
    const { seq } = later;
    expect(await textOf(later, later.keptFrom(later.oldest + 4 * kibibyte), seq)).not.toContain("\0");
  });
});

import { appendFile, mkdtempDisposable, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { Recordings } from "./recordings.ts";
import { SerialPort } from "./serial-port.ts";

// The test writes the log in QEMU's place.

const lineSchema = z.tuple([z.number(), z.enum(["o", "i", "m"]), z.string()]);

async function openConsole(limits?: { bytes: number; ms: number }) {
  const scope = new AsyncDisposableStack();
  const { path } = scope.use(await mkdtempDisposable(join(tmpdir(), "gantry-recordings-")));
  const logPath = join(path, "serial.log");
  const directory = join(path, "recordings");
  const faults: unknown[] = [];
  const openPort = async () => scope.use(await SerialPort.open({ logPath, log: true }));
  const openRecordings = async () =>
    scope.use(
      await Recordings.open({ directory, onFault: (fault) => faults.push(fault), ...(limits && { limits }) }),
    );
  let port = await openPort();
  let recordings = await openRecordings();

  return {
    directory,
    logPath,
    faults,
    get port() {
      return port;
    },
    get recordings() {
      return recordings;
    },
    async guestWrites(text: string | Uint8Array) {
      await appendFile(logPath, text);
      await port.settle();
    },
    start: (more: object = {}) =>
      recordings.start(port, 0, {
        name: "a recording",
        by: "ada",
        withInput: false,
        size: { cols: 80, rows: 24 },
        screen: { seq: port.seq, data: "" },
        ...more,
      }),
    /** The next agent, after one that was killed: it let go of nothing in order. */
    async nextAgent() {
      port = await openPort();
      recordings = await openRecordings();
      await recordings.goOn(() => port);
    },
    [Symbol.asyncDispose]: () => scope.disposeAsync(),
  };
}

/** Header and lines of an ended recording. */
async function play(recordings: Recordings, id: string) {
  let text = "";
  for (let offset: number | undefined = 0; offset !== undefined; ) {
    const page = await recordings.page(id, offset);
    text += page.text;
    offset = page.next;
  }
  expect(text.endsWith("]\n")).toBe(true);
  const [header, ...lines] = text.trimEnd().split("\n");
  const events = lines.map((line) => lineSchema.parse(JSON.parse(line)));
  const times = events.map(([seconds]) => seconds);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const of = (code: string) => events.filter(([, kind]) => kind === code).map(([, , data]) => data);
  // What arrived at one moment is one event, so how many there are depends on the clock.
  const told = events.map(([, code, data]) => (code === "o" ? data : `[${code} ${data}]`)).join("");
  return { header: z.unknown().parse(JSON.parse(header ?? "")), told, output: of("o").join(""), of };
}

describe("A recording", () => {
  test("holds what the guest wrote between its start and its end, with the screen it began on", async () => {
    await using made = await openConsole();
    await made.guestWrites("before ");
    const { id } = await made.start({ screen: { seq: made.port.seq, data: "the screen " } });
    await made.guestWrites("during € \u001b[31m");
    await made.recordings.mark(id, "here");
    await made.guestWrites("after the mark");
    const ended = await made.recordings.stop(id);
    await made.guestWrites("too late");
    expect(ended).toMatchObject({ name: "a recording", by: "ada", from: 7, to: made.port.seq - 8 });
    expect(ended).not.toHaveProperty("reason");
    const { header, output, told } = await play(made.recordings, id);
    expect(header).toMatchObject({ version: 2, width: 80, height: 24, title: "a recording" });
    expect(output).toBe("the screen during € \u001b[31mafter the mark");
    expect(told).toContain("\u001b[31m[m here]after");
    expect((await readdir(made.directory)).sort()).toEqual([`${id}.cast`, `${id}.json`]);
  });

  test("goes on under the next agent after one was killed at any moment, without a byte lost or repeated", async () => {
    await using made = await openConsole();
    const { id } = await made.start();
    let expected = "";
    for (let round = 0; round < 5; round += 1) {
      const text = `round ${round} ${"x".repeat(round * 400_000)} €`;
      expected += text;
      await made.guestWrites(Buffer.from(text).subarray(0, -2));
      await made.recordings.flush();
      const [record, file] = [join(made.directory, `${id}.json`), join(made.directory, `${id}.cast.part`)];
      const before = await readFile(record);
      await made.guestWrites(Buffer.from(text).subarray(-2));
      if (round % 2 === 0) await made.recordings.flush();
      // Killed after the file had grown and before its record said so, or in the midst of a line.
      await writeFile(record, before);
      await appendFile(file, '[9,"o","half a li');
      await made.nextAgent();
    }
    await made.recordings.stop(id);
    expect((await play(made.recordings, id)).output).toBe(expected);
    expect(made.faults).toEqual([]);
  });

  test("that was whole when its agent was killed, and not yet said to be, goes on", async () => {
    await using made = await openConsole();
    const { id } = await made.start();
    await made.guestWrites("one ");
    await made.recordings.flush();
    const record = join(made.directory, `${id}.json`);
    const before = await readFile(record);
    await made.recordings.stop(id);
    await writeFile(record, before);
    await made.nextAgent();
    await made.guestWrites("two");
    await made.recordings.stop(id);
    expect((await play(made.recordings, id)).output).toBe("one two");
  });

  test("keeps the markers of its port, boots by themselves, each at its place", async () => {
    await using made = await openConsole();
    const { id } = await made.start();
    await made.guestWrites("one");
    made.recordings.note("ada took over", 0);
    made.recordings.note("of another port", 1);
    await made.recordings.flush();
    await made.guestWrites("two");
    await made.port.markBoot();
    await made.guestWrites("booting");
    await expect.poll(() => made.recordings.list()[0]?.markers.length).toBe(2);
    await made.nextAgent();
    await made.guestWrites("three");
    const { markers } = await made.recordings.stop(id);
    expect(markers.map(({ seq, label }) => [seq, label])).toEqual([
      [3, "ada took over"],
      [6, "boot 1"],
    ]);
    expect((await play(made.recordings, id)).told).toBe("one[m ada took over]two[m boot 1]bootingthree");
  });

  test("holds keystrokes only when that was chosen", async () => {
    await using made = await openConsole();
    const [open, secret] = [await made.start({ withInput: true }), await made.start()];
    await made.guestWrites("password: ");
    made.recordings.typed(0, Buffer.from("s3cret"));
    await made.guestWrites("welcome");
    for (const { id } of [open, secret]) await made.recordings.stop(id);
    expect((await play(made.recordings, open.id)).told).toBe("password: [i s3cret]welcome");
    expect((await play(made.recordings, secret.id)).of("i")).toEqual([]);
    expect((await readFile(join(made.directory, `${secret.id}.cast`))).includes("s3cret")).toBe(false);
  });

  test("ends by itself when it becomes too long, exactly there", async () => {
    await using made = await openConsole({ bytes: 1024 * 1024, ms: 1e9 });
    const { id } = await made.start();
    await made.guestWrites("y".repeat(3 * 1024 * 1024));
    await made.recordings.flush();
    expect(made.recordings.list()).toMatchObject([{ id, to: 1024 * 1024, reason: "It reached 1 MiB." }]);
    expect((await play(made.recordings, id)).output).toBe("y".repeat(1024 * 1024));
    await expect(made.recordings.stop(id)).rejects.toMatchObject({ code: "wrong_state" });
  });

  test("ends by itself when it has run for long enough, also while no agent ran", async () => {
    await using made = await openConsole({ bytes: 1e6, ms: 1 });
    const { id } = await made.start();
    await expect.poll(() => made.recordings.list()[0]?.reason).toBe("It ran for 24 hours.");
    await expect.poll(() => readdir(made.directory)).toContain(`${id}.cast`);
  });

  test("says what is missing when somebody cleared the log under it", async () => {
    await using made = await openConsole();
    const { id } = await made.start();
    await made.guestWrites("kept");
    await made.recordings.flush();
    await made.guestWrites("lost");
    await made.port.clear();
    await made.guestWrites("kept too");
    await made.recordings.stop(id);
    expect((await play(made.recordings, id)).told).toBe("kept[m 4 bytes are not kept]kept too");
  });

  test("whose file was cut ends with what is left, and says why", async () => {
    await using made = await openConsole();
    const { id } = await made.start();
    await made.guestWrites("something");
    await made.recordings.flush();
    await truncate(join(made.directory, `${id}.cast.part`), 40);
    await made.nextAgent();
    expect(made.recordings.list()[0]?.reason).toMatch(/is shorter than the \d+ bytes it had/);
    expect((await made.recordings.page(id, 0)).text).toHaveLength(40);
    expect(made.faults).toMatchObject([{ code: "state_damaged" }]);
  });

  test("whose file was removed says so", async () => {
    await using made = await openConsole();
    const { id } = await made.start();
    await made.recordings.stop(id);
    await rm(join(made.directory, `${id}.cast`));
    await expect(made.recordings.page(id, 0)).rejects.toMatchObject({ code: "file_missing" });
  });

  test("that comes from another host goes on here, and is refused while a part of it is missing", async () => {
    await using source = await openConsole();
    await using target = await openConsole();
    const { id } = await source.start();
    await source.guestWrites("there ");
    await source.recordings.flush();
    await source.guestWrites("rendered here ");
    await source.recordings.depart("moved");
    // The guest's bytes have come with the guest.
    await target.guestWrites("there rendered here ");
    const [stored] = source.recordings.departed;
    if (stored === undefined) throw new Error("nothing has departed");
    const { text } = await source.recordings.read(stored, 0);
    await target.recordings.receive({ id, offset: 0, text: text.slice(0, 50) });
    await expect(target.recordings.adopt(stored)).rejects.toMatchObject({ code: "state_damaged" });
    await expect(target.recordings.receive({ id, offset: 99, text })).rejects.toMatchObject({
      code: "state_damaged",
    });
    await target.recordings.receive({ id, offset: 50, text: text.slice(50) });
    await target.recordings.adopt(stored);
    await target.recordings.goOn(() => target.port);
    await target.guestWrites("and on");
    await target.recordings.flush();
    // Its answer was lost: what has come further stays.
    await target.recordings.receive({ id, offset: 0, text });
    await target.recordings.adopt(stored);
    await target.recordings.stop(id);
    const { told } = await play(target.recordings, id);
    expect(told).toBe("there rendered here [m moved]and on");
  });

  test("whose record was cut is left alone, and the others go on", async () => {
    await using made = await openConsole();
    const [cut, whole] = [await made.start(), await made.start()];
    await truncate(join(made.directory, `${cut.id}.json`), 100);
    await made.nextAgent();
    expect(made.recordings.list().map(({ id }) => id)).toEqual([whole.id]);
    expect(await readdir(made.directory)).toContain(`${cut.id}.cast.part`);
  });

  test("can be deleted while it runs and after it", async () => {
    await using made = await openConsole();
    const [running, ended] = [await made.start(), await made.start()];
    await made.recordings.stop(ended.id);
    for (const { id } of [running, ended]) await made.recordings.delete(id);
    expect(made.recordings.list()).toEqual([]);
    await expect(readdir(made.directory)).rejects.toMatchObject({ code: "ENOENT" });
    await expect(made.recordings.delete(ended.id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("is bounded in number and markers, and read only when it has ended", { timeout: 60_000 }, async () => {
    await using made = await openConsole();
    const { id } = await made.start();
    await expect(made.recordings.page(id, 0)).rejects.toMatchObject({ code: "wrong_state" });
    for (let count = 0; count < 1000; count += 1) await made.recordings.mark(id, "here");
    await expect(made.recordings.mark(id, "one more")).rejects.toMatchObject({ code: "invalid_input" });
    for (let count = 1; count < 100; count += 1) await made.start();
    await expect(made.start()).rejects.toMatchObject({ code: "wrong_state" });
    await made.recordings.stop(id);
    await expect(made.recordings.mark(id, "late")).rejects.toMatchObject({ code: "wrong_state" });
  });
});

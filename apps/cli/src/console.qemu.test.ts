import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runGuest } from "./testing/guests.ts";
import { Onlooker } from "./testing/onlooker.ts";
import { Pty } from "./testing/pty.ts";
import { RealAgent } from "./testing/real-agent.ts";
import { until } from "./testing/until.ts";

const stack = new AsyncDisposableStack();
let directory: string;
let agent: RealAgent;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-at-"))).path;
  agent = stack.use(await RealAgent.start(directory));
  await runGuest(agent, directory, { name: "echo", sector: "echo" });
  await runGuest(agent, directory, { name: "flood", sector: "letters" });
});
afterAll(() => stack.disposeAsync());

/** A person at a terminal, attached. */
async function atTerminal(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Pty> {
  const pty = new Pty(["console", ...args, ...agent.options], env);
  await pty.shows("[gantry: console of");
  return pty;
}

/** What a full-screen program with a mouse does to a terminal. */
const fullScreen = "\u001b[?1049h\u001b[?1000h\u001b[?25l\u001b[31m";
const undone = ["\u001b[?1049l", "\u001b[?1000l", "\u001b[?25h", "\u001b[0m"];

let drawings = 0;

/** The guest has drawn, and the terminal is in raw mode. Each drawing is another: the guest's past is shown too. */
async function disturbed(env?: Readonly<Record<string, string>>): Promise<Pty> {
  const pty = await atTerminal(["echo", "--take"], env);
  drawings += 1;
  pty.type(`${fullScreen}${drawings} done`);
  await pty.shows(`${drawings} done`);
  return pty;
}

/** The screen and the terminal's settings are as they were found. */
function expectGivenBack(pty: Pty, modes: string | null): void {
  expect(modes).toBe(pty.modesBefore);
  const after = pty.text.slice(pty.text.lastIndexOf("done"));
  for (const sequence of undone) expect(after).toContain(sequence);
}

describe("The console at a terminal", () => {
  it("says how to leave, takes every key, Ctrl-C included, and is left with Ctrl-]", async () => {
    using pty = await atTerminal(["echo"]);
    await pty.shows("Ctrl-] leaves it, Ctrl-^ ? shows more keys");
    pty.type("a\u0003b\u001ab\n");
    // As it is: neither is the line feed made two characters.
    await pty.shows("a\u0003b\u001ab\n");
    expect(pty.text).not.toContain("a\u0003b\u001ab\r\n");
    pty.type("\u001d");
    const { code, modes } = await pty.ended();
    expect([code, modes]).toEqual([0, pty.modesBefore]);
  });

  it("waits for the key after the command key however long it takes, and each command does what it says", async () => {
    using onlooker = await Onlooker.open(agent, "echo", "write");
    using pty = await atTerminal(["echo"]);
    await pty.shows("has the keyboard; what you type is not sent until it is yours");
    pty.type("\u001e");
    pty.type("t");
    await until("it has the keyboard", () => onlooker.last("seat")?.mine === false || undefined);
    pty.type("x\u001e\u001ey\u001e\u001dz");
    await pty.shows("x\u001ey\u001dz");
    pty.type("\u001er");
    await until("it gave it back", () => onlooker.last("seat")?.holder === null || undefined);
    pty.type("\u001e?");
    await pty.shows("b sends BREAK");
    pty.type("\u001eq");
    expect((await pty.ended()).code).toBe(0);
  });

  it("has other keys to leave where somebody wants them", async () => {
    using pty = await atTerminal(["echo", "--escape", "ctrl-o", "--command-key", "none"]);
    await pty.shows("Ctrl-O leaves it");
    pty.type("\u001d\u001e");
    await pty.shows("\u001d\u001e");
    pty.type("\u000f");
    expect((await pty.ended()).code).toBe(0);
  });

  it("tells the others its size, and each change of it", async () => {
    using onlooker = await Onlooker.open(agent, "echo", "read");
    using pty = await atTerminal(["echo"]);
    await until("its size is known", () => onlooker.last("size")?.cols === 100 || undefined);
    pty.resize(132, 43);
    await until("its new size is known", () => onlooker.last("size")?.cols === 132 || undefined);
    expect(onlooker.last("size")).toMatchObject({
      cols: 132,
      rows: 43,
      by: expect.stringContaining("admin"),
    });
  });

  it("sends nothing when it only looks, not even what the terminal answers by itself", async () => {
    using onlooker = await Onlooker.open(agent, "echo", "write");
    using pty = await atTerminal(["echo", "--read-only"]);
    pty.type("no\u001b[5;7Rno\u001et");
    pty.type("\u001e?");
    await pty.shows("Ctrl-C leaves too");
    onlooker.type("yes");
    await pty.shows("yes");
    expect(onlooker.text).not.toContain("no");
    expect(onlooker.controls.filter(({ type }) => type === "size")).toEqual([]);
    pty.type("\u0003");
    expect((await pty.ended()).code).toBe(130);
  });

  it("lets a terminal that answers by itself not ask for the keyboard", async () => {
    using onlooker = await Onlooker.open(agent, "echo", "write");
    using pty = await atTerminal(["echo"]);
    await pty.shows("has the keyboard");
    const told = onlooker.controls.length;
    pty.type("\u001b[5;7R");
    pty.type("\u001ea");
    await until("it asked with the command", () => onlooker.controls.length > told || undefined);
    expect(onlooker.text).not.toContain("[5;7R");
  });
});

describe("The terminal is given back", () => {
  it.each([
    ["SIGTERM", 130],
    ["SIGINT", 130],
    ["SIGHUP", 130],
  ] as const)("as it was found after %s", async (signal, expected) => {
    using pty = await disturbed();
    pty.send(signal);
    const { code, modes } = await pty.ended();
    expect(code).toBe(expected);
    expectGivenBack(pty, modes);
  });

  it.each(["SIGQUIT", "SIGUSR2", "SIGALRM"] as const)(
    "as it was found after %s, which then ends the process as it would any other",
    async (name) => {
      using pty = await disturbed();
      pty.send(name);
      const { signal, modes } = await pty.ended();
      expect(signal).toBe(name);
      expectGivenBack(pty, modes);
    },
  );

  it("as it was found after an error that nobody caught", async () => {
    const fault = "process.on('SIGURG',()=>{throw new Error('on purpose')})";
    using pty = await disturbed({
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}`,
    });
    pty.send("SIGURG");
    const { code, modes } = await pty.ended();
    expect(code).not.toBe(0);
    await pty.shows("on purpose");
    expectGivenBack(pty, modes);
  });

  it("while it is suspended, and taken again when it goes on", async () => {
    using onlooker = await Onlooker.open(agent, "echo", "read");
    using pty = await disturbed();
    pty.send("SIGTSTP");
    expectGivenBack(pty, (await pty.stopped()).modes);
    const told = onlooker.controls.length;
    pty.send("SIGCONT");
    await until("it tells its size again", () => onlooker.controls.length > told || undefined);
    pty.type("on\n");
    await pty.shows("on\n");
    expect(pty.text).not.toContain("on\r\n");
    pty.type("\u001d");
    expectGivenBack(pty, (await pty.ended()).modes);
  });

  it("and the command ends when the terminal itself is gone", async () => {
    using pty = await disturbed();
    pty.hangUp();
    const { code, signal } = await pty.ended();
    expect([code, signal]).toEqual([130, null]);
  });

  it("when a terminal that takes nothing any more is left behind; meanwhile little is kept in memory", async () => {
    using onlooker = await Onlooker.open(agent, "flood", "read");
    using pty = await atTerminal(["flood", "--read-only"]);
    pty.stall(true);
    const before = onlooker.bytes;
    await until("the guest wrote 4 MB more", () => onlooker.bytes > before + 4_000_000 || undefined);
    expect(await pty.residentMiB()).toBeLessThan(200);
    pty.send("SIGTERM");
    expect((await pty.ended()).code).toBe(130);
  });
});

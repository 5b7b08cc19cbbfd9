import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { GantryProcess } from "./testing/gantry-process.ts";
import { runGuest } from "./testing/guests.ts";
import { Onlooker } from "./testing/onlooker.ts";
import { Pty } from "./testing/pty.ts";
import { RealAgent } from "./testing/real-agent.ts";
import { until } from "./testing/until.ts";

const stack = new AsyncDisposableStack();
let agent: RealAgent;
const coloured = "\u001b[31mred\u001b[0m hat\r\n\u001b]0;title\u0007second\r\n";

beforeAll(async () => {
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-logs-"))).path;
  agent = stack.use(await RealAgent.start(directory));
  await runGuest(agent, directory, { name: "echo", sector: "echo" });
  await runGuest(agent, directory, { name: "flood", sector: "letters" });
  await type("first boot\r\n");
  await reboot();
  await type(coloured);
});
afterAll(() => stack.disposeAsync());

/** Types at a guest that echoes, and waits until all of it is back. */
async function type(text: string): Promise<void> {
  const { code, stdout, stderr } = await agent.gantryWith(text, "console", "echo", "--take");
  expect([code, stdout.includes(text), stderr === ""]).toEqual([0, true, false]);
}

/** A new boot, in which the guest echoes already: what is typed at a firmware is lost. */
async function reboot(): Promise<void> {
  using onlooker = await Onlooker.open(agent, "echo", "read");
  await until("its past is there", () => onlooker.text.includes(">") || undefined);
  await agent.json("reboot", "echo", "--hard");
  await until("it has booted", () => onlooker.bootText?.includes(">"));
}

const lineSchema = z.object({
  boot: z.int(),
  line: z.int(),
  seq: z.int(),
  at: z.iso.datetime(),
  text: z.string(),
});
async function linesOf(...args: string[]) {
  const { stdout } = await agent.gantry("logs", "echo", ...args, "--json");
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => lineSchema.parse(JSON.parse(line)));
}

it("prints the present boot as lines of text without control sequences, and other boots by number or from the end", async () => {
  const { code, stdout, stderr } = await agent.gantry("logs", "echo");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("red hat\nsecond\n");
  expect(stdout).not.toContain("\u001b");
  expect(stdout).not.toContain("first boot");
  for (const boot of ["-1", "1"])
    expect((await agent.gantry("logs", "echo", "--boot", boot)).stdout).toContain("first boot\n");
  expect((await agent.gantry("logs", "echo", "--all")).stdout).toMatch(/first boot\n[^]*red hat\n/);
});

it("lists the boots, in both commands", async () => {
  for (const command of ["logs", "console"]) {
    const { stdout } = await agent.gantry(command, "echo", "--boots");
    expect(stdout).toMatch(/^BOOT +BEGAN +WROTE +KEPT\n1 +\S+Z +.*all\n2 +\S+Z +.*all\n$/);
  }
  expect(await agent.json("logs", "echo", "--boots")).toMatchObject({ boots: [{ n: 1 }, { n: 2 }] });
});

it("gives scripts an object for each line, with boot, number, time and the number of its first byte", async () => {
  const lines = await linesOf("--all");
  const hat = lines.find(({ text }) => text.includes("red hat"));
  expect(hat?.boot).toBe(2);
  const after = lines.find(({ text }) => text === "second");
  expect(after?.line).toBe((hat?.line ?? 0) + 1);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map(({ seq }) => seq).sort((x, y) => x - y));
});

it("says when each line came, and leaves out what came before a moment", async () => {
  const { stdout } = await agent.gantry("logs", "echo", "--timestamps");
  expect(stdout).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z .*red hat$/m);
  const [line] = (await linesOf()).filter(({ text }) => text === "second");
  const since = new Date(Date.parse(line?.at ?? "") + 1).toISOString();
  expect((await agent.gantry("logs", "echo", "--since", since)).stdout).not.toContain("red hat");
  expect((await agent.gantry("logs", "echo", "--since", "1h")).stdout).toMatch(/first boot\n[^]*red hat\n/);
});

it("finds text in every boot, with boot and line", async () => {
  const { stdout } = await agent.gantry("logs", "echo", "--search", "BOOT");
  expect(stdout).toMatch(/^1:\d+: .*first boot\n$/m);
  expect((await agent.gantry("logs", "echo", "--search", "BOOT", "--match-case")).stdout).not.toContain(
    "first",
  );
  const [hit] = (await linesOf("--all")).filter(({ text }) => text === "second");
  expect(await agent.json("logs", "echo", "--search", "second")).toMatchObject({
    hits: [{ boot: hit?.boot, line: hit?.line, seq: hit?.seq }],
  });
});

it("prints the very bytes to a file or program, and text to a terminal", async () => {
  for (const args of [
    ["logs", "echo", "--raw"],
    ["console", "echo", "--log"],
    ["console", "echo", "--boot", "2"],
  ])
    expect((await agent.gantry(...args)).stdout).toContain(coloured);
  using pty = new Pty(["console", "echo", "--log", ...agent.options]);
  expect((await pty.ended()).code).toBe(0);
  expect(pty.text).toContain("red hat\r\nsecond\r\n");
});

it("prints a long log whole, page by page", async () => {
  using onlooker = await Onlooker.open(agent, "flood", "read");
  await until("there are several pages", () => onlooker.bytes > 2_500_000 || undefined);
  await agent.json("pause", "flood");
  const { stdout } = await agent.gantry("logs", "flood");
  const letters = stdout.slice(stdout.indexOf("ABCDEF")).split("\n");
  expect(letters.length).toBeGreaterThan(2_500_000 / 28);
  expect(new Set(letters.slice(0, -2))).toEqual(new Set(["ABCDEFGHIJKLMNOPQRSTUVWXYZ"]));
});

it("ends well when its reader has read enough", async () => {
  using gantry = new GantryProcess(["logs", "flood", ...agent.options]);
  await until("something is printed", () => gantry.length > 0 || undefined);
  gantry.process.stdout.destroy();
  expect(await gantry.ended()).toBe(0);
});

it("follows what comes, over the death of the agent and a reboot, each line once", async () => {
  using gantry = new GantryProcess(["logs", "echo", "--follow", "--json", ...agent.options]);
  await until("the past is printed", () => gantry.stdout.includes('"second"') || undefined);
  await type("third\r\n");
  await until("the third line is printed", () => gantry.stdout.includes('"third"') || undefined);
  await agent.kill();
  await agent.restart();
  await type("fourth\r\n");
  await until("the fourth line is printed", () => gantry.stdout.includes('"fourth"') || undefined);
  await reboot();
  await type("fifth\r\n");
  await until("the fifth line is printed", () => gantry.stdout.includes("fifth") || undefined);
  gantry.process.kill("SIGINT");
  expect(await gantry.ended()).toBe(130);
  const lines = gantry.stdout
    .trimEnd()
    .split("\n")
    .map((line) => lineSchema.parse(JSON.parse(line)));
  for (const word of ["third", "fourth"]) expect(lines.filter(({ text }) => text === word)).toHaveLength(1);
  expect(lines.find(({ text }) => text.includes("fifth"))?.boot).toBe(3);
});

it("refuses what cannot be with its exit code", async () => {
  expect((await agent.gantry("logs", "nothing")).code).toBe(3);
  expect((await agent.gantry("logs", "echo", "--boot", "99")).code).toBe(3);
  for (const bad of [
    ["--boot", "x"],
    ["--since", "yesterday"],
    ["--port", "7"],
    ["--limit", "0"],
    ["--search", ""],
  ])
    expect([bad, (await agent.gantry("logs", "echo", ...bad)).code]).toEqual([bad, 2]);
});

it("forgets everything when it is told to", async () => {
  expect((await agent.gantry("logs", "echo", "--clear")).stdout).toBe("the log of echo is empty\n");
  expect((await agent.gantry("logs", "echo", "--all")).stdout).not.toContain("red hat");
});

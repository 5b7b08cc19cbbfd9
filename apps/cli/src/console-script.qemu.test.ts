import { chmod, mkdtempDisposable, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { freePort } from "./testing/free-port.ts";
import { GantryProcess } from "./testing/gantry-process.ts";
import { runGuest } from "./testing/guests.ts";
import { Onlooker } from "./testing/onlooker.ts";
import { Pty } from "./testing/pty.ts";
import { RealAgent } from "./testing/real-agent.ts";
import { run } from "./testing/run.ts";
import { until } from "./testing/until.ts";

const stack = new AsyncDisposableStack();
let directory: string;
let a: RealAgent;
const at = (name: string) => join(directory, name);

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-script-"))).path;
  const places = {
    a: { directory: at("a"), name: "host-a", port: await freePort() },
    b: { directory: at("b"), name: "host-b", port: await freePort() },
  };
  a = stack.use(await RealAgent.startAt(places.a, [places.b]));
  stack.use(await RealAgent.startAt(places.b, [places.a]));
  await runGuest(a, directory, { name: "echo", sector: "echo" });
  await runGuest(a, directory, { name: "flood", sector: "letters" });
});
afterAll(() => stack.disposeAsync());

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ\r\n";

/** How many bytes are not the one that must follow the byte before: a lost one and a repeated one both show. */
function faults(text: string): number {
  const next = (letter: string) => alphabet[(alphabet.indexOf(letter) + 1) % alphabet.length];
  return [...text].filter((letter, index) => index > 0 && letter !== next(text[index - 1] ?? "")).length;
}

/** It has shown so many bytes more than now. */
async function shows(gantry: GantryProcess, more: number): Promise<void> {
  const before = gantry.length;
  await until(`${more} bytes more are shown`, () => gantry.length >= before + more || undefined);
}

describe("The console in a script", () => {
  it("types the input as it is, prints what the guest says, and ends when the guest is silent", async () => {
    const { code, stdout, stderr } = await a.gantryWith("ls\u0003\u001d\n", "console", "echo", "--new");
    expect([code, stdout]).toEqual([0, "ls\u0003\u001d\n"]);
    expect(stderr).toContain("[gantry: console of echo on host-a]");
    expect(await a.gantryWith("x", "console", "echo", "--new", "--quiet")).toEqual({
      ...{ code: 0, stdout: "x", stderr: "" },
    });
  });

  it("types nothing while somebody else has the keyboard, and says who; --take takes it over", async () => {
    using onlooker = await Onlooker.open(a, "echo", "write");
    const refused = await a.gantryWith("refused", "console", "echo", "--new");
    expect([refused.code, refused.stdout]).toEqual([4, ""]);
    expect(refused.stderr).toContain("admin has the keyboard of echo. Nothing was typed.");
    const taken = await a.gantryWith("taken", "console", "echo", "--new", "--take");
    expect([taken.code, taken.stdout]).toEqual([0, "taken"]);
    expect(onlooker.text).not.toContain("refused");
  });

  it("types a long input whole", async () => {
    const input = "0123456789".repeat(3000);
    const { code, stdout } = await a.gantryWith(input, "console", "echo", "--new");
    expect([code, stdout]).toEqual([0, input]);
  });

  it("does not read its input when it only looks, and ends well when its reader has read enough", async () => {
    using gantry = new GantryProcess(["console", "flood", "--read-only", ...a.options]);
    gantry.process.stdin.end("not typed");
    await shows(gantry, 10_000);
    gantry.process.stdout.destroy();
    expect(await gantry.ended()).toBe(0);
  });

  it("goes on with the next byte after the agent was killed and another one came", async () => {
    using gantry = new GantryProcess(["console", "flood", "--read-only", "--new", ...a.options]);
    for (let round = 0; round < 3; round += 1) {
      await shows(gantry, 100_000);
      await a.kill();
      await a.restart();
    }
    await shows(gantry, 100_000);
    gantry.process.kill("SIGTERM");
    expect(await gantry.ended()).toBe(130);
    expect(faults(gantry.stdout)).toBe(0);
    expect(gantry.stderr).toContain("Trying again until it is back.");
    expect(gantry.stderr).toContain("attached again; it goes on where it was");
  });

  it("follows the guest to another host and back, and loses and repeats no byte", async () => {
    using gantry = new GantryProcess(["console", "flood", "--read-only", "--new", ...a.options]);
    await shows(gantry, 50_000);
    for (const target of ["host-b", "host-a"]) {
      await a.json("migrate", "flood", "--to", target);
      await shows(gantry, 50_000);
      expect(gantry.stderr).toContain(`→ ${target}`);
    }
    expect(faults(gantry.stdout)).toBe(0);
  });

  it("has an exit code for each reason to have no console", async () => {
    expect((await a.gantry("console", "nothing")).code).toBe(3);
    expect((await a.gantry("console", "echo", "--port", "3")).code).toBe(3);
    expect((await a.gantry("console", "echo", "--port", "9")).code).toBe(2);
    expect((await a.gantry("console", "echo", "--escape", "x")).code).toBe(2);
    expect((await a.gantry("console", "echo", "--linger", "-1")).code).toBe(2);
    const [, url = "", , token = ""] = a.options;
    const elsewhere = ["--agent", "http://127.0.0.1:1", "--token-file", token];
    expect((await run(["console", "echo", ...elsewhere])).code).toBe(6);
    await writeFile(at("no.token"), "nonsense");
    const stranger = ["--agent", url, "--token-file", at("no.token")];
    expect((await run(["console", "echo", ...stranger])).code).toBe(5);
  });

  it("ends with what happened when the instance is deleted", async () => {
    await runGuest(a, directory, { name: "short", sector: "echo" });
    using pty = new Pty(["console", "short", ...a.options]);
    await pty.shows("console of short");
    await a.json("stop", "short", "--force");
    await pty.shows("short is stopped; gantry start short starts it");
    await a.json("delete", "short");
    const { code, modes } = await pty.ended();
    expect([code, modes]).toEqual([3, pty.modesBefore]);
    expect(pty.text).toContain("The instance was deleted.");
  });
});

const castSchema = z.tuple([z.number(), z.enum(["o", "i", "m"]), z.string()]);

/** Header and events of an asciicast; every line must be whole. */
async function cast(path: string) {
  const [header = "", ...lines] = (await readFile(path, "utf8")).trimEnd().split("\n");
  const events = lines.map((line) => castSchema.parse(JSON.parse(line)));
  const text = (code: string) => events.flatMap(([, kind, data]) => (kind === code ? [data] : [])).join("");
  return { header: z.looseObject({}).parse(JSON.parse(header)), events, output: text("o"), input: text("i") };
}

describe("A recording", () => {
  it("is an asciicast of what was shown, without the keys, for its owner alone", async () => {
    await a.gantryWith("typed", "console", "echo", "--new", "--record", at("one.cast"));
    const { header, events, output, input } = await cast(at("one.cast"));
    expect(header).toMatchObject({ version: 2, width: 80, height: 24, title: "echo" });
    expect([output, input]).toEqual(["typed", ""]);
    expect(events.map(([seconds]) => seconds)).toEqual(
      events.map(([seconds]) => seconds).sort((x, y) => x - y),
    );
    expect((await stat(at("one.cast"))).mode & 0o777).toBe(0o600);
  });

  it("has the keys when they are asked for", async () => {
    const flags = ["--record", at("keys.cast"), "--record-input"];
    await a.gantryWith("typed", "console", "echo", "--new", ...flags);
    expect((await cast(at("keys.cast"))).input).toBe("typed");
  });

  it("overwrites nothing and follows no link unasked", async () => {
    await writeFile(at("there.cast"), "mine");
    await chmod(at("there.cast"), 0o644);
    const record = ["console", "echo", "--new", "--record"];
    const refused = await a.gantryWith("x", ...record, at("there.cast"));
    expect([refused.code, refused.stdout]).toEqual([4, ""]);
    expect(refused.stderr).toContain("--force");
    expect(await readFile(at("there.cast"), "utf8")).toBe("mine");
    expect((await a.gantryWith("x", ...record, at("there.cast"), "--force")).code).toBe(0);
    expect((await cast(at("there.cast"))).output).toBe("x");
    expect((await stat(at("there.cast"))).mode & 0o777).toBe(0o600);
    await symlink(at("there.cast"), at("link.cast"));
    expect((await a.gantryWith("x", ...record, at("link.cast"), "--force")).code).toBe(2);
    expect((await a.gantryWith("x", ...record, at("none/x.cast"))).code).toBe(2);
  });

  it("is whole up to the moment at which its process was killed", async () => {
    using gantry = new GantryProcess(["console", "flood", "--new", "--record", at("cut.cast"), ...a.options]);
    await shows(gantry, 50_000);
    gantry.process.kill("SIGKILL");
    await gantry.ended();
    const { output } = await cast(at("cut.cast"));
    expect(output.length).toBeGreaterThanOrEqual(gantry.length);
    expect(faults(output)).toBe(0);
  });

  it("that can go on no more says so, and the console goes on without it", async () => {
    const full = await a.gantryWith("typed", "console", "echo", "--new", "--record", "/dev/full", "--force");
    expect([full.code, full.stdout]).toEqual([1, "typed"]);
    expect(full.stderr).toContain("The recording ended early");
  });
});

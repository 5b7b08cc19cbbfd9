import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runGuest } from "./testing/guests.ts";
import { Pty } from "./testing/pty.ts";
import { RealAgent } from "./testing/real-agent.ts";
import { until } from "./testing/until.ts";

const stack = new AsyncDisposableStack();
let agent: RealAgent;

beforeAll(async () => {
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-top-"))).path;
  agent = stack.use(await RealAgent.start(directory));
  await runGuest(agent, directory, { name: "web-1", sector: "echo" });
});
afterAll(() => stack.disposeAsync());

test("top is one table for a script, and JSON when asked", async () => {
  const table = await until("its CPU is known", async () => {
    const { stdout } = await agent.gantry("top");
    return / \d+\.\d %/.test(stdout) ? stdout : undefined;
  });
  expect(table).toMatch(/^NAME +HOST +STATE +CPU +MEMORY .*\nweb-1 +host-a +running +\d+\.\d % +\S+ MiB of /);
  expect(await agent.json("top")).toMatchObject({
    instances: [{ name: "web-1", state: "running", usage: { residentBytes: expect.any(Number) } }],
  });
});

test("top at a terminal draws again and again, and q gives the terminal back as it was", async () => {
  using pty = new Pty(["top", ...agent.options]);
  await pty.shows("1 instance, q leaves");
  await until("it is drawn again", () => pty.text.split("web-1").length > 2 || undefined);
  pty.type("q");
  const { code, modes } = await pty.ended();
  expect([code, modes]).toEqual([0, pty.modesBefore]);
  expect(pty.text).toContain("\u001b[?25h\u001b[?1049l");
});

import { mkdtempDisposable, readdir, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordingReplySchema, recordingsSchema } from "@gantry/kvm-core/model";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runGuest } from "./testing/guests.ts";
import { RealAgent } from "./testing/real-agent.ts";

const stack = new AsyncDisposableStack();
let agent: RealAgent;
let directory: string;

beforeAll(async () => {
  directory = stack.use(await mkdtempDisposable(join(tmpdir(), "gantry-cast-"))).path;
  agent = stack.use(await RealAgent.start(directory));
  await runGuest(agent, directory, { name: "echo", sector: "echo" });
});
afterAll(() => stack.disposeAsync());

async function recordings() {
  return recordingsSchema.parse(await agent.json("recording", "list", "echo")).recordings;
}

it("is started, marked, stopped, listed, had as a file or on standard output, and deleted", async () => {
  expect((await agent.gantry("recording", "start", "echo", "upgrade")).stdout).toMatch(
    /^recording [0-9a-f]{16} of echo runs\n$/,
  );
  await agent.gantryWith("shown\r\n", "console", "echo", "--new");
  expect((await agent.gantry("recording", "mark", "echo", "upgrade", "half way")).code).toBe(0);
  expect((await agent.gantry("recording", "list", "echo")).stdout).toMatch(
    /^ID +NAME +BY +BEGAN +LASTED +KEYS +MARKERS\n[0-9a-f]{16} +upgrade +admin +\S+Z +\d+ s, runs +no +1\n$/,
  );
  const stopped = recordingReplySchema.parse(
    await agent.json("recording", "stop", "echo", "upgrade"),
  ).recording;
  expect(stopped).toMatchObject({
    name: "upgrade",
    markers: [{ label: "half way" }],
    endedAt: expect.any(String),
  });
  const { code, stdout } = await agent.gantry("recording", "get", "echo", stopped.id);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^\{"version":2,[^]*shown[^]*half way/)]);
  const file = join(directory, "upgrade.cast");
  const got = await agent.gantry("recording", "get", "echo", "upgrade", "--file", file);
  expect(got).toEqual({ code: 0, stdout: `${file}\n`, stderr: "" });
  expect([await readFile(file, "utf8"), (await stat(file)).mode & 0o777]).toEqual([stdout, 0o600]);
  expect((await agent.gantry("recording", "get", "echo", "upgrade", "--file", file)).code).toBe(4);
  expect((await agent.gantry("recording", "delete", "echo", "upgrade")).code).toBe(0);
  expect(await recordings()).toEqual([]);
});

it("is refused by name when it is not there or two have the name, and then nothing is made", async () => {
  const file = join(directory, "none.cast");
  const none = await agent.gantry("recording", "get", "echo", "none", "--file", file);
  expect([none.code, none.stdout]).toEqual([3, ""]);
  expect(await readdir(directory)).not.toContain("none.cast");
  for (const round of ["first", "second"])
    expect([round, (await agent.gantry("recording", "start", "echo", "twice")).code]).toEqual([round, 0]);
  const { code, stderr } = await agent.gantry("recording", "stop", "echo", "twice");
  const ids = (await recordings()).flatMap(({ id, name }) => (name === "twice" ? [id] : []));
  expect(code).toBe(2);
  for (const id of ids) expect(stderr).toContain(id);
  // One that still runs cannot be had yet.
  const [first = ""] = ids;
  expect((await agent.gantry("recording", "get", "echo", first)).code).toBe(4);
  for (const id of ids) expect((await agent.gantry("recording", "delete", "echo", id)).code).toBe(0);
});

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { AgentApi } from "../harness/agent-api.ts";
import { ConsoleClient } from "../harness/console-client.ts";
import { type Demo, type DemoPlace, newDemoPlace, startDemo } from "../harness/demo.ts";
import { endWhatRuns, whatIsLeft } from "../harness/what-is-left.ts";

/** These tests have demos of their own, started as README says. */
const test = base.extend<{ place: DemoPlace }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from it that nothing is needed
  place: async ({}, use) => {
    await using place = await newDemoPlace();
    await use(place);
    await endWhatRuns(place);
  },
});

async function apiOf(demo: Demo): Promise<AgentApi> {
  const [first] = demo.ready.hosts;
  if (first === undefined) throw new Error("The demo has no hosts.");
  return new AgentApi(first.api, (await readFile(first.tokenFile, "utf8")).trim());
}

test("npm start tells in one JSON line that two hosts are ready, and Ctrl-C leaves nothing", async ({
  place,
}) => {
  await using demo = await startDemo({ by: "npm start", place });
  const [a, b] = demo.ready.hosts;
  expect(demo.ready).toMatchObject({ ready: true, url: expect.stringContaining("/sign-in/#link=") });
  expect(a).toMatchObject({
    name: "host-a",
    api: `http://127.0.0.1:${place.port}`,
    tokenFile: join(place.state, "host-a/state/admin.token"),
    pid: expect.any(Number),
  });
  expect(b).toMatchObject({
    name: "host-b",
    api: `http://127.0.0.1:${place.port + 1}`,
    pid: expect.any(Number),
  });
  const api = await apiOf(demo);
  expect(await api.instance("demo")).toMatchObject({ host: "host-a", state: "running" });
  const { agent } = await api.query<{ agent: { pid: number } }>("host.info");
  expect(agent.pid, "the pid that was told is the agent's").toBe(a?.pid);

  expect(await demo.interrupt()).toBe(0);
  expect(await whatIsLeft(place)).toEqual([]);
  expect(
    demo
      .printed()
      .trim()
      .split("\n")
      .filter((line) => line.startsWith("{")),
  ).toHaveLength(1);
});

test("what the guest has written is there after the next start, and one host is enough", async ({
  place,
}) => {
  await using first = await startDemo({ by: "npm start", place, hosts: 1 });
  expect(first.ready.hosts.map(({ name }) => name)).toEqual(["host-a"]);
  {
    await using console = await ConsoleClient.open(await apiOf(first), "demo", 0);
    await console.until(/demo:.*# /);
    console.type("echo kept $((700+1)) > /data/note; sync; echo written $((700+2))\n");
    await console.until(/written 702/);
  }
  await first.interrupt();

  await using second = await startDemo({ by: "npm start", place, hosts: 1 });
  await using console = await ConsoleClient.open(await apiOf(second), "demo");
  await console.until(/Power down[^]*demo:.*# /);
  console.type("cat /data/note\n");
  await console.until(/^kept 701/m);
  await second.interrupt();
  expect(await whatIsLeft(place)).toEqual([]);
});

test("a second demo on the same directory, or on a port that is taken, is refused with what to do", async ({
  place,
}) => {
  await using demo = await startDemo({ by: "npm start", place, hosts: 1 });
  await using elsewhere = await newDemoPlace();
  await expect(
    startDemo({ by: "npm start", place: { ...place, port: elsewhere.port }, hosts: 1 }),
  ).rejects.toThrow(/runs on .*--state/s);
  await expect(
    startDemo({ by: "npm start", place: { ...elsewhere, port: place.port }, hosts: 1 }),
  ).rejects.toThrow(new RegExp(`${place.port}.*--port`, "s"));
  const api = await apiOf(demo);
  expect(await api.instance("demo"), "the first one does not notice").toMatchObject({ state: "running" });
  await demo.interrupt();
  expect(await whatIsLeft(place)).toEqual([]);
});

test("guests outlive a demo that is killed, and the next npm start takes them up", async ({ place }) => {
  await using killed = await startDemo({ by: "gantry demo", place });
  const before = await (await apiOf(killed)).instance("demo");
  process.kill(killed.pid, "SIGKILL");
  await killed.ended();

  await using next = await startDemo({ by: "npm start", place });
  const after = await (await apiOf(next)).instance("demo");
  expect(after).toMatchObject({ host: "host-a", state: "running" });
  expect(after.runtime?.pid, "the same QEMU").toBe(before.runtime?.pid);
  expect(await next.interrupt()).toBe(0);
  expect(await whatIsLeft(place)).toEqual([]);
});

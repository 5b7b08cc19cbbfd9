import { mkdir } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../testing/free-port.ts";
import { temporaryDirectory } from "../testing/temporary-directory.ts";
import { AgentProcess } from "./agent-process.ts";
import { demoLayout } from "./demo-layout.ts";
import { identify } from "./process-identity.ts";

/** A program with the one thing in it that is watched of an agent: its health. */
const healthy = `
  const { createServer } = require("node:http");
  createServer((_request, response) => response.end("{}")).listen(Number(process.env.PORT), "127.0.0.1");
  process.on("SIGTERM", () => process.exit(0));
`;

async function startProgram(program: string) {
  const directory = await temporaryDirectory();
  onTestFinished(() => directory[Symbol.asyncDispose]());
  const [host] = demoLayout({ stateDir: directory.path, port: await freePort(), hosts: 1 }, "/tmp").hosts;
  await mkdir(host.logDir, { recursive: true });
  const spawned: number[] = [];
  const deaths: string[] = [];
  const { promise: replaced, resolve } = Promise.withResolvers<void>();
  const start = AgentProcess.start(
    {
      host,
      command: [process.execPath, "-e", program],
      env: { PORT: String(host.port) },
      onSpawn: async (pid) => {
        spawned.push(pid);
        if (spawned.length === 2) resolve();
      },
      onDeath: (how) => deaths.push(how),
    },
    new AbortController().signal,
  );
  return { start, spawned, deaths, replaced };
}

test("an agent that is killed is started again, and the death is told", async () => {
  const { start, spawned, deaths, replaced } = await startProgram(healthy);
  await using agent = await start;
  const [first = 0] = spawned;
  expect(agent.pid).toBe(first);
  process.kill(first, "SIGKILL");
  await replaced;
  expect(deaths).toEqual(["was ended by SIGKILL"]);
  expect(agent.pid).not.toBe(first);
});

test("disposing ends the agent and starts no other", async () => {
  const { start, spawned } = await startProgram(healthy);
  const agent = await start;
  await agent[Symbol.asyncDispose]();
  expect(spawned).toHaveLength(1);
  expect(await identify(spawned[0] ?? 0)).toBeUndefined();
});

test("an agent that ends instead of coming up is explained with its last words", async () => {
  const { start } = await startProgram(
    'console.log(JSON.stringify({ msg: "no QEMU here" })); process.exit(4)',
  );
  await expect(start).rejects.toMatchObject({
    message: "The agent of host-a ended with status 4.\n  no QEMU here",
    hint: expect.stringContaining("agent.log"),
  });
});

import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { runCli } from "./run-cli.ts";

async function run(...args: string[]) {
  const stdout = new PassThrough();
  const stderr = Object.assign(new PassThrough(), { isTTY: false });
  const never = new AbortController().signal;
  const code = await runCli(args, {
    ...{ env: {}, cwd: "/tmp", stdout, stderr, agentMain: "/nowhere/main.js" },
    ...{ interrupted: never, urgent: never },
    takesLinkRequests: false,
    onLinkRequest: () => ({ [Symbol.dispose]: () => undefined }),
  });
  stdout.end();
  stderr.end();
  return { code, stdout: await text(stdout), stderr: await text(stderr) };
}

test("an unknown command is a usage error on standard error", async () => {
  expect(await run("fly")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("fly") });
});

test("an option outside its range is refused before anything is started", async () => {
  expect(await run("demo", "--port", "70000")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("65534"),
  });
});

test("help is no error and goes to standard output", async () => {
  expect(await run("--help")).toMatchObject({ code: 0, stdout: expect.stringContaining("demo") });
});

import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { runCli } from "../run-cli.ts";

/** What a command came to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line as a script would: no terminal, nobody who presses Ctrl-C. */
export async function run(...args: string[]): Promise<Outcome> {
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

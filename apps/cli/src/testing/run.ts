import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { runCli } from "../run-cli.ts";

/** What a command came to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line as a script would: no terminal, nobody who presses Ctrl-C. */
export async function run(args: readonly string[], input = ""): Promise<Outcome> {
  const [stdout, stderr] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY: false })];
  const [said, complained] = [text(stdout), text(stderr)];
  const never = new AbortController().signal;
  const code = await runCli(args, {
    ...{
      env: {},
      cwd: "/tmp",
      stdin: Readable.from(input === "" ? [] : [Buffer.from(input)]),
      stdout,
      stderr,
    },
    ...{ agentMain: "/nowhere/main.js", interrupted: never, urgent: never },
    takesLinkRequests: false,
    onLinkRequest: () => ({ [Symbol.dispose]: () => undefined }),
  });
  stdout.end();
  stderr.end();
  return { code, stdout: await said, stderr: await complained };
}

import { PassThrough } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import type { Command } from "commander";
import { attachConsole, type ConsoleTerminal } from "../console/attached-console.ts";
import type { Surroundings } from "../surroundings.ts";
import { Session } from "./session.ts";

/** Ctrl-], as in telnet. */
const escapeByte = 0x1d;
const comeBackAfterMs = 500;

/** `console NAME`: the serial console in this terminal. */
export function addConsoleCommand(root: Command, surroundings: Surroundings): void {
  root
    .command("console <instance>")
    .description("the serial console; Ctrl-] leaves it")
    .option("--read-only", "look without typing")
    .action(async (instance: string, flags: { readOnly?: true }, command: Command) => {
      const session = await Session.open(command, surroundings);
      const left = new AbortController();
      const signal = AbortSignal.any([left.signal, surroundings.interrupted]);
      const note = (text: string) => surroundings.stderr.write(`\r\n[gantry: ${text}]\r\n`);
      using keyboard = listenToKeys(() => left.abort());
      const terminal = { input: keyboard.keys, output: surroundings.stdout, note };
      note(`console of ${instance}; Ctrl-] leaves it`);
      await stayAttached({ session, instance, readOnly: flags.readOnly ?? false }, terminal, signal);
    });
}

interface Attachment {
  readonly session: Session;
  readonly instance: string;
  readonly readOnly: boolean;
}

async function stayAttached(wish: Attachment, terminal: ConsoleTerminal, signal: AbortSignal): Promise<void> {
  let from: number | undefined;
  while (!signal.aborted) {
    const { instance, readOnly, session } = wish;
    const end = await attachConsole({ agent: session.address, instance, readOnly, from }, terminal, signal);
    if (signal.aborted) return;
    terminal.note(end.reason || "the connection was lost");
    if (!end.comeBack) return;
    from = end.next;
    await delay(comeBackAfterMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Every key as it is pressed, Ctrl-C included; the escape key goes to `onEscape`. */
function listenToKeys(onEscape: () => void): Disposable & { readonly keys: PassThrough } {
  const { stdin } = process;
  const keys = new PassThrough();
  const hear = (chunk: Buffer) => {
    const end = chunk.indexOf(escapeByte);
    if (end !== 0) keys.write(end === -1 ? chunk : chunk.subarray(0, end));
    if (end !== -1) onEscape();
  };
  if (stdin.isTTY) stdin.setRawMode(true);
  stdin.on("data", hear);
  return {
    keys,
    [Symbol.dispose]: () => {
      stdin.off("data", hear);
      if (stdin.isTTY) stdin.setRawMode(false);
      stdin.pause();
    },
  };
}

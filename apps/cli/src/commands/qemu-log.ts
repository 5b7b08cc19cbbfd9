import { setTimeout as delay } from "node:timers/promises";
import type { Command } from "commander";
import type { Surroundings } from "../surroundings.ts";
import { Session } from "./session.ts";

const followEveryMs = 2_000;

interface QemuLogFlags {
  readonly monitor?: true;
  readonly follow?: true;
}

/** `qemu-log NAME`: what is written down of an instance's QEMU, as against its guest, whose words are in `logs`. */
export function addQemuLogCommand(root: Command, surroundings: Surroundings): void {
  root
    .command("qemu-log <instance>")
    .description("the end of what its QEMU printed; control characters stand there by their code")
    .option("--monitor", "what was said over QMP instead, without secrets and routine questions")
    .option("--follow", "and what comes, until Ctrl-C")
    .action(async (instance: string, flags: QemuLogFlags, command: Command) => {
      const session = await Session.open(command, surroundings);
      const log = flags.monitor ? "monitor" : "qemu";
      const decoder = new TextDecoder();
      let from: number | undefined;
      do {
        const wanted = { instance, log, ...(from !== undefined && { from }) } as const;
        const page = await session.client.instances.log.query(wanted);
        const text = decoder.decode(Buffer.from(page.data, "base64"), { stream: true });
        if (from === undefined || text !== "") session.print({ ...page, data: text }, printable(text));
        from = page.next;
      } while (flags.follow && (await waited(surroundings.interrupted)));
    });
}

/** False when it was interrupted meanwhile. */
async function waited(interrupted: AbortSignal): Promise<boolean> {
  await delay(followEveryMs, undefined, { signal: interrupted }).catch(() => undefined);
  return !interrupted.aborted;
}

/** Nothing in it moves a cursor or turns the writing direction, whatever a guest made its QEMU say. */
function printable(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(/(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
  });
}

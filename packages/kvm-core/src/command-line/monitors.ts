import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, textOption } from "./command-option.ts";

/**
 * The agent's QMP monitor, whose label holds the incarnation, a second one kept free for people and tools, and for a guest
 * that may come by post-copy a third one, which outlives the agent that has greeted it: a FIFO is never closed.
 */
export function monitorOptions({ incarnation, paths }: CommandLineInput): CommandOption[] {
  return [
    ...monitor(socket(`monitor-${incarnation}`, paths.monitor)),
    ...monitor(socket("rescue", paths.rescueMonitor)),
    ...(paths.recoveryMonitor === undefined ? [] : monitor(fifo("recovery", paths.recoveryMonitor))),
  ];
}

interface Endpoint {
  readonly id: string;
  readonly chardev: CommandOption;
}

function socket(id: string, path: string): Endpoint {
  return { id, chardev: textOption("-chardev", { id, path, server: "on", wait: "off" }, "socket") };
}

function fifo(id: string, path: string): Endpoint {
  return { id, chardev: textOption("-chardev", { id, path }, "pipe") };
}

function monitor({ id, chardev }: Endpoint): CommandOption[] {
  return [chardev, textOption("-mon", { chardev: id, mode: "control" })];
}

import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, textOption } from "./command-option.ts";

/** The agent's QMP monitor, whose label holds the incarnation, and a second one kept free for people and tools. */
export function monitorOptions({ incarnation, paths }: CommandLineInput): CommandOption[] {
  return [...monitor(`monitor-${incarnation}`, paths.monitor), ...monitor("rescue", paths.rescueMonitor)];
}

function monitor(id: string, path: string): CommandOption[] {
  return [
    textOption("-chardev", { id, path, server: "on", wait: "off" }, "socket"),
    textOption("-mon", { chardev: id, mode: "control" }),
  ];
}

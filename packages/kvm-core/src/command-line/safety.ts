import type { CommandLineInput } from "./command-line-input.ts";
import { type CommandOption, textOption } from "./command-option.ts";

/** What every QEMU is started with: nothing by default, nothing spawned, nothing run before the run gate says so. */
export function safetyOptions({ spec, uuid, paths }: CommandLineInput): CommandOption[] {
  return [
    textOption("-name", { guest: spec.name, "debug-threads": "on" }),
    ["-uuid", uuid],
    ["-nodefaults"],
    ["-no-user-config"],
    // The CPUs wait for `cont`: only the run gate lets a guest run.
    ["-S"],
    // After a power-off QEMU stays in state `shutdown`, so that an agent that was away still learns of it.
    ["-no-shutdown"],
    ["-action", "panic=pause"],
    ["-display", "none"],
    ["-vga", "none"],
    ["-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny"],
    // QEMU locks it before it makes its sockets: a second start with the same path fails and disturbs nothing.
    ["-pidfile", paths.pidFile],
  ];
}

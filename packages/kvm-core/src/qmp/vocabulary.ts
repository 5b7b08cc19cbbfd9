import type { QmpCommands } from "./generated/commands.ts";
import { type QmpEvents, qmpEventNames } from "./generated/events.ts";
import type { Patience } from "./waiting.ts";

/** A command that QEMU knows. The lists come from a QEMU's own schema: see `scripts/generate-qmp-types.ts`. */
export type QmpCommandName = keyof QmpCommands;
/** An event that QEMU knows. */
export type QmpEventName = keyof QmpEvents;

/** What an event tells, unparsed. Only members that some event has can be named; a newer QEMU may send others besides. */
export type EventData = Readonly<Partial<Record<MemberOf<QmpEvents[QmpEventName]>, unknown>>>;
type MemberOf<Case> = Case extends unknown ? (string extends keyof Case ? never : keyof Case) : never;

/** What a command takes. */
export type ArgumentsOf<Command extends QmpCommandName> = QmpCommands[Command]["arguments"];
/** What a command returns, by QEMU's own description; what it really returned is parsed by a schema. */
export type ReturnOf<Command extends QmpCommandName> = QmpCommands[Command]["returns"];

/** The commands that may be sent without arguments. */
export type BareCommandName = {
  [Command in QmpCommandName]: Record<never, never> extends ArgumentsOf<Command> ? Command : never;
}[QmpCommandName];

/** Sends a command: a name or an argument that QEMU does not know does not compile. */
export interface Execute {
  <Command extends BareCommandName>(
    command: Command,
    args?: ArgumentsOf<Command>,
    options?: Patience,
  ): Promise<unknown>;
  <Command extends QmpCommandName>(
    command: Command,
    args: ArgumentsOf<Command>,
    options?: Patience,
  ): Promise<unknown>;
}

const eventNames: ReadonlySet<string> = new Set(qmpEventNames);

/** Whether an event is one of those whose names are known; a newer QEMU has more. */
export function isEventName(name: string): name is QmpEventName {
  return eventNames.has(name);
}

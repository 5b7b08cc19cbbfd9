import type { Readable } from "node:stream";
import type { CastFile } from "./cast-file.ts";
import type { ConsoleView } from "./console-view.ts";
import { type CommandKeys, type KeyAct, KeyCommands } from "./key-commands.ts";
import { keyName } from "./key-name.ts";
import type { Notes } from "./notes.ts";
import { areReplies } from "./terminal-replies.ts";

const controlC = 0x03;

/** A person at a terminal in raw mode. */
export interface Typist {
  readonly keys: Readable;
  readonly commandKeys: CommandKeys;
  readonly readOnly: boolean;
  readonly view: ConsoleView;
  readonly notes: Notes;
  readonly cast: CastFile | undefined;
  readonly leave: () => void;
  /** Ends it as a signal does: Ctrl-C where no guest could take it, and a terminal that is gone. */
  readonly interrupt: (signal: "SIGINT" | "SIGHUP") => void;
}

/** Sends every key as it is pressed, Ctrl-C included. Disposing it stops listening. */
export function typeFromTerminal(typist: Typist): Disposable {
  const { keys, commandKeys, interrupt } = typist;
  const commands = new KeyCommands(commandKeys);
  const hear = (bytes: Buffer) => {
    for (const act of commands.take(bytes)) perform(act, typist);
  };
  const hungUp = () => interrupt("SIGHUP");
  keys.on("data", hear).once("end", hungUp).once("error", hungUp);
  return {
    [Symbol.dispose]: () => {
      keys.off("data", hear).off("end", hungUp);
      keys.pause();
    },
  };
}

function perform(act: KeyAct, typist: Typist): void {
  const { view, notes, readOnly, commandKeys } = typist;
  if (act.type === "leave") typist.leave();
  else if (act.type === "help") notes.say(help(commandKeys, readOnly));
  else if (readOnly) {
    if (act.type === "keys" && act.bytes.includes(controlC)) typist.interrupt("SIGINT");
  } else if (act.type === "keys") type(act.bytes, typist);
  else if (view.line === undefined) notes.ring();
  else if (act.type === "seat") view.tell(act);
  else if (act.type === "break" || act.type === "ctrl-alt-del") view.tell({ type: act.type });
  else view.tell({ type: "sysrq", key: act.key });
}

function type(bytes: Uint8Array, { view, notes, cast }: Typist): void {
  // A terminal's own answers must neither ask for the seat nor come at a later question.
  if (areReplies(bytes) && (!view.mayType || view.isPast)) return;
  if (view.line === undefined) return notes.ring();
  void view.line.type(bytes);
  if (view.mayType) cast?.input(bytes);
}

/** The keys that are ours. */
export function help({ leave, command }: CommandKeys, readOnly: boolean): string {
  const leaving = leave === undefined ? [] : [`${keyName(leave)} leaves`];
  if (readOnly) return [...leaving, "Ctrl-C leaves too"].join(", ");
  if (command === undefined) return leaving.join(", ");
  const key = keyName(command);
  const itself = [leave, command]
    .filter((byte) => byte !== undefined)
    .map(keyName)
    .join(" or ");
  const rest = `then: b sends BREAK, s and a letter SysRq, d Ctrl-Alt-Del on the graphic keyboard, a asks for the keyboard, t takes it over, r releases it, q leaves, ${itself} sends that key itself`;
  return [...leaving, `${key} ${rest}`].join("; ");
}

"use client";

import { useTRPCClient } from "#lib/agent-client.ts";
import { formatBytes, formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import type { DownControl, UpControl } from "@gantry/kvm-core/model";
import { type RefObject, useEffect, useReducer, useRef, useState } from "react";
import { ConsoleLink } from "./console-link.ts";
import { shortcutOf, type Shortcut } from "./console-shortcuts.ts";
import { afterEvent, type ConsoleState, unconnected, whyNotTyping } from "./console-state.ts";
import { greyWords } from "./console-words.ts";
import type { StreamNote } from "./console-stream.ts";
import { ConsoleTerminal } from "./terminal/console-terminal.ts";

declare global {
  interface Window {
    /** The console on this page, for tests: the text of its buffer, whatever draws it. */
    gantryTerminal?: { text(): string };
  }
}

interface ConsoleOptions {
  readonly instance: string;
  readonly port: number;
  readonly mode: "read" | "write";
  /** A key of the page was pressed in the terminal. */
  readonly onShortcut: (shortcut: Shortcut) => void;
  /** A person typed; what comes back goes to the guest. */
  readonly beforeTyping: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;
  /** The guest, live, wants this on the clipboard. */
  readonly onClipboard: (text: string) => void;
}

/** A console: what is known of it, and what can be done with it. */
export interface ConsoleHandle {
  readonly state: ConsoleState;
  /** Types; false when nothing can be typed now. */
  readonly type: (text: string) => boolean;
  readonly tell: (control: UpControl) => void;
  readonly hurry: () => void;
  readonly terminal: RefObject<ConsoleTerminal | undefined>;
  /** Bytes the guest has written in its present boot, as far as this page saw; what was painted counts as one. */
  readonly heard: RefObject<number>;
  /** Where the link under the pointer leads. */
  readonly linkTarget: string | undefined;
  /** How often a key was pressed that could not be typed. */
  readonly refusedKeys: number;
}

/** Ties a link to a terminal in `frame`. Guest bytes never pass through React. */
export function useConsole(
  frame: RefObject<HTMLElement | null>,
  { instance, port, mode, ...acts }: ConsoleOptions,
): ConsoleHandle {
  const t = useT();
  const client = useTRPCClient();
  const [state, tellState] = useReducer(afterEvent, unconnected);
  const [linkTarget, setLinkTarget] = useState<string>();
  const [refusedKeys, countRefusedKey] = useReducer((count: number) => count + 1, 0);
  const link = useRef<ConsoleLink>(undefined);
  const terminal = useRef<ConsoleTerminal>(undefined);
  const heard = useRef(0);
  const latest = useRef({ state, acts, t });

  useEffect(() => {
    // Another language must not end the connection: the words are looked up when they are said.
    latest.current = { state, acts, t };
  });

  useEffect(() => {
    if (frame.current === null) return;
    let pastLeft = 0;
    const isLive = () => pastLeft <= 0;
    const shown = new ConsoleTerminal(frame.current, {
      onKeys: (bytes) => {
        if (whyNotTyping(latest.current.state, latest.current.t) !== undefined) {
          if (!isMouseReport(bytes)) countRefusedKey();
        } else line.type(latest.current.acts.beforeTyping(bytes));
      },
      onShortcut: (event) => {
        const shortcut = event.type === "keydown" ? shortcutOf(event) : undefined;
        if (shortcut === undefined) return false;
        event.preventDefault();
        latest.current.acts.onShortcut(shortcut);
        return true;
      },
      mayReply: () => latest.current.state.seat.mine && mode === "write" && isLive(),
      onClipboard: (text) => {
        if (isLive()) latest.current.acts.onClipboard(text);
      },
      onLink: setLinkTarget,
    });
    const line = new ConsoleLink({
      mode,
      ticket: (signal) => client.console.ticket.mutate({ instance, mode, port }, { signal }),
      listener: {
        onBytes: (bytes, done) => {
          heard.current += bytes.length;
          shown.write(bytes, () => {
            pastLeft -= bytes.length;
            done();
          });
        },
        onControl: (control) => {
          if (control.type === "hello") pastLeft = (control.now ?? control.seq) - control.seq;
          if (control.type === "boot") heard.current = 0;
          if (control.type === "screen" && control.data !== "") heard.current += 1;
          showControl(shown, control, latest.current.t);
          tellState(control.type === "seat" ? { ...control, heardAt: Date.now() } : control);
        },
        onNote: (note) => shown.note(noteWords(note, latest.current.t)),
        onLost: (what) => tellState({ type: "lost", what }),
      },
    });
    shown.readOnly = mode === "read";
    const hook = { text: () => shown.text() };
    window.gantryTerminal = hook;
    link.current = line;
    terminal.current = shown;
    return () => {
      if (window.gantryTerminal === hook) delete window.gantryTerminal;
      line.close();
      shown.close();
    };
  }, [client, frame, instance, port, mode]);

  return {
    state,
    type: (text) =>
      whyNotTyping(latest.current.state, latest.current.t) === undefined &&
      link.current?.type(new TextEncoder().encode(text)) === true,
    tell: (control) => {
      link.current?.tell(control);
      // The agent tells a new size to everybody else.
      if (control.type === "size") tellState(control);
      if (control.type !== "seat") return;
      if (control.action === "request") tellState({ type: "asked" });
      if (control.action === "release") tellState({ type: "stopped-asking" });
    },
    hurry: () => link.current?.hurry(),
    terminal,
    heard,
    linkTarget,
    refusedKeys,
  };
}

function showControl(terminal: ConsoleTerminal, control: DownControl, t: Translate): void {
  if (control.type === "hello") terminal.resize(control.size);
  if (control.type === "size") terminal.resize(control);
  if (control.type === "screen") {
    terminal.resize(control);
    terminal.paint(control.data);
  }
  if (control.type === "boot") terminal.newBoot();
  const words = greyWords(control, formatTime(new Date().toISOString(), t), t);
  if (words !== undefined) terminal.note(words);
}

/** A guest may ask to be told where the pointer is: nobody presses a key for that. */
function isMouseReport([first, second, third]: Uint8Array): boolean {
  return first === 0x1b && second === 0x5b && (third === 0x3c || third === 0x4d);
}

function noteWords(note: StreamNote, t: Translate): string {
  return note.type === "restarted"
    ? t("the recording began anew")
    : t("{size} not shown", { size: formatBytes(note.to - note.from, t) });
}

"use client";

import { useTRPCClient } from "#lib/agent-client.ts";
import { formatBytes, formatTime } from "#lib/format.ts";
import type { UpControl } from "@gantry/kvm-core/model";
import { type RefObject, useEffect, useReducer, useRef } from "react";
import { ConsoleLink } from "./console-link.ts";
import { afterEvent, type ConsoleState, greyWords, unconnected } from "./console-state.ts";
import { ConsoleTerminal } from "./terminal.ts";

declare global {
  interface Window {
    /** The console on this page, for tests: the text of its buffer, whatever draws it. */
    gantryTerminal?: { text(): string };
  }
}

interface ConsoleOptions {
  readonly instance: string;
  readonly mode: "read" | "write";
  /** Ctrl-Shift-E was pressed in the terminal. */
  readonly onLeave: () => void;
}

/** A console: what is known of it, and what can be done with it. */
export interface ConsoleHandle {
  readonly state: ConsoleState;
  readonly type: (text: string) => void;
  readonly tell: (control: UpControl) => void;
  readonly hurry: () => void;
  readonly terminal: RefObject<ConsoleTerminal | undefined>;
  /** Whether the guest has written anything that this page saw. */
  readonly hasOutput: RefObject<boolean>;
}

/** Ties a link to a terminal in `frame`. Guest bytes never pass through React. */
export function useConsole(
  frame: RefObject<HTMLElement | null>,
  { instance, mode, onLeave }: ConsoleOptions,
): ConsoleHandle {
  const client = useTRPCClient();
  const [state, tellState] = useReducer(afterEvent, unconnected);
  const link = useRef<ConsoleLink>(undefined);
  const terminal = useRef<ConsoleTerminal>(undefined);
  const hasOutput = useRef(false);
  const leave = useRef(onLeave);
  const mine = useRef(false);

  useEffect(() => {
    leave.current = onLeave;
    mine.current = state.seat.mine && mode === "write";
  });

  useEffect(() => {
    if (frame.current === null) return;
    let pastLeft = 0;
    const shown = new ConsoleTerminal(frame.current, {
      onKeys: (bytes) => void line.type(bytes),
      onLeave: () => leave.current(),
      mayReply: () => mine.current && pastLeft <= 0,
    });
    const line = new ConsoleLink({
      mode,
      ticket: (signal) => client.console.ticket.mutate({ instance, mode }, { signal }),
      listener: {
        onBytes: (bytes, done) => {
          hasOutput.current = true;
          shown.write(bytes, () => {
            pastLeft -= bytes.length;
            done();
          });
        },
        onControl: (control) => {
          if (control.type === "hello") pastLeft = (control.now ?? control.seq) - control.seq;
          if (control.type === "hello") shown.resize(control.size);
          if (control.type === "size") shown.resize(control);
          if (control.type === "screen") shown.write(new TextEncoder().encode(control.data), () => undefined);
          if (control.type === "boot") shown.newBoot();
          const words = greyWords(control, formatTime(new Date().toISOString()));
          if (words !== undefined) shown.note(words);
          tellState(control);
        },
        onNote: (note) => {
          if (note.type === "restarted") shown.note("the recording began anew");
          else shown.note(`${formatBytes(note.to - note.from)} not shown`);
        },
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
  }, [client, frame, instance, mode]);

  return {
    state,
    type: (text) => void link.current?.type(new TextEncoder().encode(text)),
    tell: (control) => {
      link.current?.tell(control);
      // The agent tells a new size to everybody else.
      if (control.type === "size") tellState(control);
    },
    hurry: () => link.current?.hurry(),
    terminal,
    hasOutput,
  };
}

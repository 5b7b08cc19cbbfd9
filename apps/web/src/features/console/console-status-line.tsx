"use client";

import { StatusBadge, type Tone } from "#components/status-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/field.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { useConnection } from "#lib/agent-provider.tsx";
import { type Ref, useState } from "react";
import type { ConsoleState } from "./console-state.ts";
import { seatWords } from "./console-state.ts";
import { namedKeys, sttyCommand } from "./escape-codes.ts";
import { useFittingSize } from "./use-fitting-size.ts";
import type { ConsoleHandle } from "./use-console.ts";

interface ConsoleStatusLineProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly console: ConsoleHandle;
  readonly isPasting: boolean;
  readonly onPaste: () => void;
  readonly onFullScreen: () => void;
}

const lineWords: Readonly<Record<ConsoleState["line"]["phase"], { tone: Tone; word: string }>> = {
  connecting: { tone: "busy", word: "connecting" },
  live: { tone: "running", word: "live" },
  lost: { tone: "unknown", word: "reconnecting" },
  ended: { tone: "bad", word: "ended" },
};

const attached: { tone: Tone; word: string } = { tone: "off", word: "attached, the instance is off" };

/** Below the terminal: is it live, who types, how large the guest thinks it is, and what one can do. */
export function ConsoleStatusLine({
  ref,
  console,
  isPasting,
  onPaste,
  onFullScreen,
}: ConsoleStatusLineProps) {
  const { state, tell, type, terminal } = console;
  const [isScreenReader, setScreenReader] = useState(false);
  const fitting = useFittingSize(console);
  // The console's own line cannot tell that the agent froze; the stream of events can.
  const isAgentLost = useConnection().status === "lost";
  const { tone, word } = isOff(state) ? attached : lineWords[isAgentLost ? "lost" : state.line.phase];
  const whyNotTyping = reasonNotToType(state);
  const quiet = "h-6 px-1.5 text-small";

  return (
    <div
      ref={ref}
      className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-0.5 rounded-b-md border border-t-0 border-line px-2.5 py-0.5 text-small text-dim"
    >
      <span role="status" className="flex flex-wrap items-center gap-x-3">
        <StatusBadge tone={tone} word={word} />
        {state.line.phase === "live" && !isOff(state) && !isAgentLost && <span>{seatWords(state)}</span>}
      </span>
      {state.line.phase === "live" && !state.seat.mine && state.mode === "write" && (
        <Button className={quiet} onClick={() => tell({ type: "seat", action: "take" })}>
          Take the seat
        </Button>
      )}
      <div className="ml-auto flex flex-wrap items-center gap-x-1">
        <span className="px-1.5" data-tip="The size the guest was told. A serial line carries none.">
          {state.size.cols}×{state.size.rows}
        </span>
        {fitting !== undefined && (
          <Button
            look="quiet"
            className={quiet}
            blocked={whyNotTyping}
            onClick={() => {
              type(sttyCommand(fitting));
              tell({ type: "size", ...fitting });
              terminal.current?.resize(fitting);
              terminal.current?.focus();
            }}
          >
            Tell guest {fitting.cols}×{fitting.rows}
          </Button>
        )}
        <Menu
          label="Keys"
          className={quiet}
          heading="Ctrl-Shift-E leaves the terminal"
          items={[
            ...namedKeys.map(({ name, bytes }) => ({
              label: name,
              blocked: whyNotTyping,
              onSelect: () => type(bytes),
            })),
            { label: "BREAK", apart: true, blocked: whyNotTyping, onSelect: () => tell({ type: "break" }) },
          ]}
        >
          Keys
        </Menu>
        <Button
          look="quiet"
          className={quiet}
          aria-expanded={isPasting}
          blocked={whyNotTyping}
          onClick={onPaste}
        >
          Paste
        </Button>
        <Button look="quiet" className={quiet} onClick={onFullScreen}>
          Full screen
        </Button>
        <Checkbox
          className="px-1.5"
          label="Screen reader"
          checked={isScreenReader}
          onChange={(event) => {
            setScreenReader(event.target.checked);
            if (terminal.current !== undefined) terminal.current.screenReader = event.target.checked;
          }}
        />
      </div>
    </div>
  );
}

/** The line is there, but nobody is at its other end. */
function isOff({ line, instance }: ConsoleState): boolean {
  return (
    line.phase === "live" && (instance === "stopped" || instance === "crashed" || instance === "suspended")
  );
}

function reasonNotToType(state: ConsoleState): string | undefined {
  const { line, mode, seat } = state;
  if (line.phase !== "live") return "The console is not connected.";
  if (isOff(state)) return "It is off: nobody would read what is typed.";
  if (mode === "read") return "You may read this console, not type on it.";
  return seat.mine ? undefined : "Take the seat first: only one person types.";
}

"use client";

import { StatusBadge, type Tone } from "#components/status-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/field.tsx";
import { Menu } from "#components/ui/menu.tsx";
import { useConnection } from "#lib/agent-provider.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg } from "#lib/messages/translate.ts";
import { clsx } from "clsx";
import type { ReactNode, Ref } from "react";
import type { ConsolePart } from "./console-place.ts";
import { type ConsoleState, isOff, whyNotTyping } from "./console-state.ts";
import { SeatBar } from "./seat/seat-bar.tsx";
import { sttyCommand } from "./terminal/escape-codes.ts";
import { useFittingSize } from "./use-fitting-size.ts";
import type { ConsoleHandle } from "./use-console.ts";

/** A part of the console that is unfolded below or above the terminal. */
export type Unfolded = "keys" | "paste" | "search";

interface ConsoleStatusLineProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly console: ConsoleHandle;
  readonly part: ConsolePart;
  readonly onShow: (part: ConsolePart) => void;
  readonly unfolded: readonly Unfolded[];
  readonly onUnfold: (part: Unfolded) => void;
  readonly onFullScreen: () => void;
  readonly isScreenReader: boolean;
  readonly onScreenReader: (isOn: boolean) => void;
  /** Whether the guest may write to the clipboard. */
  /** Chooses among several ports. */
  readonly picker: ReactNode;
  /** What else has to be said. */
  readonly note: ReactNode;
  readonly clipboard: { readonly isOn: boolean; readonly set: (isOn: boolean) => void };
}

const lineWords: Readonly<Record<ConsoleState["line"]["phase"], { tone: Tone; word: Message }>> = {
  connecting: { tone: "busy", word: msg("connecting") },
  live: { tone: "running", word: msg("live") },
  lost: { tone: "unknown", word: msg("reconnecting") },
  ended: { tone: "bad", word: msg("ended") },
};

const attached: { tone: Tone; word: Message } = { tone: "off", word: msg("attached, the instance is off") };
const quiet = "h-6 px-1.5 text-small";

/** Below the terminal: is it live, who types, how large the guest thinks it is, and what one can do. */
export function ConsoleStatusLine(props: ConsoleStatusLineProps) {
  const t = useT();
  const { ref, console, part, onShow, unfolded, onUnfold, onFullScreen } = props;
  const { isScreenReader, onScreenReader, clipboard, picker, note } = props;
  const { state, tell } = console;
  // The console's own line cannot tell that the agent froze; the stream of events can.
  const isAgentLost = useConnection().status === "lost";
  const { tone, word } = isOff(state) ? attached : lineWords[isAgentLost ? "lost" : state.line.phase];
  const blocked = whyNotTyping(state, t);
  const fold = (part: Unfolded, label: string, why?: string) => (
    <Button
      look="quiet"
      className={quiet}
      aria-expanded={unfolded.includes(part)}
      blocked={why}
      onClick={() => onUnfold(part)}
    >
      {label}
    </Button>
  );

  return (
    <div
      ref={ref}
      className={clsx(
        "flex min-h-8 flex-wrap items-center gap-x-3 gap-y-0.5 border border-line px-2.5 py-0.5 text-small text-dim",
        part === "terminal" ? "rounded-b-md border-t-0" : "mt-2 rounded-md",
      )}
    >
      <span role="status">
        <StatusBadge tone={tone} word={t.of(word)} />
      </span>
      {!isAgentLost && <SeatBar state={state} tell={tell} refusedKeys={console.refusedKeys} />}
      {note}
      {console.linkTarget !== undefined && (
        <span className="min-w-0 truncate" data-testid="link-target">
          {t.rich("Ctrl-click opens {target}", {
            target: <span className="font-mono text-fg">{console.linkTarget}</span>,
          })}
        </span>
      )}
      <div className="ml-auto flex flex-wrap items-center gap-x-1 max-md:w-full max-md:flex-nowrap max-md:overflow-x-auto max-md:whitespace-nowrap">
        {picker}
        {part === "terminal" ? (
          <>
            <GuestSize console={console} blocked={blocked} />
            {fold("keys", t("Keys"))}
            {fold("paste", t("Paste"), blocked)}
            {fold("search", t("Search"))}
          </>
        ) : (
          <Button look="quiet" className={quiet} onClick={() => onShow("terminal")}>
            {t("Terminal")}
          </Button>
        )}
        {part !== "log" && (
          <Button look="quiet" className={quiet} onClick={() => onShow("log")}>
            {t("Log")}
          </Button>
        )}
        {part !== "recordings" && (
          <Button look="quiet" className={quiet} onClick={() => onShow("recordings")}>
            {t("Record // recordings of a console")}
          </Button>
        )}
        <Button look="quiet" className={quiet} onClick={onFullScreen}>
          {t("Full screen")}
        </Button>
        {part === "terminal" && (
          <>
            <Checkbox
              className="min-h-6 px-1.5"
              label={t("Screen reader")}
              checked={isScreenReader}
              onChange={(event) => onScreenReader(event.target.checked)}
            />
            <Menu
              label={t("Console options")}
              className={quiet}
              heading={t("Ctrl-Shift-E leaves the terminal")}
              items={[
                {
                  label: t("The guest may set the clipboard"),
                  checked: clipboard.isOn,
                  onSelect: () => clipboard.set(!clipboard.isOn),
                },
              ]}
            >
              {clipboard.isOn ? t("Options, clipboard on") : t("Options")}
            </Menu>
          </>
        )}
      </div>
    </div>
  );
}

/** The size the guest was told, and the way to tell it another: a serial line carries none. */
function GuestSize({ console, blocked }: { console: ConsoleHandle; blocked: string | undefined }) {
  const t = useT();
  const { state, tell, type, terminal } = console;
  const fitting = useFittingSize(console);
  return (
    <>
      <span className="px-1.5" data-tip={t("The size the guest was told. A serial line carries none.")}>
        {state.size.cols}×{state.size.rows}
      </span>
      {fitting !== undefined && (
        <Button
          look="quiet"
          className={quiet}
          blocked={blocked}
          onClick={() => {
            type(sttyCommand(fitting));
            tell({ type: "size", ...fitting });
            terminal.current?.resize(fitting);
            terminal.current?.focus();
          }}
        >
          {t("Tell guest {cols}×{rows}", { cols: fitting.cols, rows: fitting.rows })}
        </Button>
      )}
    </>
  );
}

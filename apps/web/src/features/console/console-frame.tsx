"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import { useUrlState } from "#lib/url-state.tsx";
import { useMe } from "#lib/use-me.ts";
import { type InstanceSummary, mayAct } from "@gantry/kvm-core/model";
import { lazy, Suspense, useRef, useState } from "react";
import { putOnClipboard, useClipboardPermit } from "./clipboard-permit.ts";
import { useConsolePlace } from "./console-place.ts";
import type { Shortcut } from "./console-shortcuts.ts";
import { whyNotTyping } from "./console-state.ts";
import { ConsoleStatusLine, type Unfolded } from "./console-status-line.tsx";
import { inApplicationMode } from "./keys/named-keys.ts";
import { OtherPart } from "./other-part.tsx";
import { PortPicker } from "./port-picker.tsx";
import { RecordingNote } from "./recordings/recording-note.tsx";
import { SeatRequest } from "./seat/seat-bar.tsx";
import { ConsoleStateStrip } from "./states/console-state-strip.tsx";
import { TerminalRegion } from "./terminal-region.tsx";
import { useConsole } from "./use-console.ts";
import { useStickyKeys } from "./use-sticky-keys.ts";
import { useTouch } from "./use-touch.ts";

const KeysPanel = lazy(() => import("./keys/keys-panel.tsx"));
const PasteBox = lazy(() => import("./paste/paste-box.tsx"));
const SearchBar = lazy(() => import("./search/search-bar.tsx"));

interface ConsoleFrameProps {
  readonly instance: InstanceSummary;
  /** Which serial port, from 0, and how many there are. */
  readonly port: number;
  readonly ports: number;
}

/** Terminal, what stands in its way above it, and the status line below it; or the log, or a recording, in its place. */
export function ConsoleFrame({ instance, port, ports }: ConsoleFrameProps) {
  const t = useT();
  const { data: me } = useMe();
  const whole = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const statusLine = useRef<HTMLDivElement>(null);
  const isTouch = useTouch();
  const [unfolded, setUnfolded] = useState<readonly Unfolded[]>(isTouch ? ["keys"] : []);
  const [pasted, setPasted] = useState("");
  const { sticky, setSticky, apply } = useStickyKeys();
  const [isScreenReader, setScreenReader] = useState(false);
  const permit = useClipboardPermit(instance.uuid);
  const { part, show } = useConsolePlace();
  const { set } = useUrlState();
  const mode = me !== undefined && mayAct(me.role, "operator") ? "write" : "read";
  const console = useConsole(frame, {
    instance: instance.name,
    port,
    mode,
    onShortcut: (shortcut) => obey(shortcut),
    beforeTyping: apply,
    onClipboard: (text) => {
      if (permit.isOn) void putOnClipboard(text);
    },
  });
  const blocked = whyNotTyping(console.state, t);
  const unfold = (part: Unfolded, isOpen: boolean) =>
    setUnfolded((parts) => [...parts.filter((one) => one !== part), ...(isOpen ? [part] : [])]);
  const fold = (part: Unfolded) => {
    unfold(part, false);
    console.terminal.current?.focus();
  };
  const isTerminal = part === "terminal";
  const obey = (shortcut: Shortcut) => {
    if (shortcut === "search") {
      // What is typed from now on is not for the guest, also while the search is being fetched.
      console.terminal.current?.blur();
      unfold("search", true);
    } else statusLine.current?.querySelector("button")?.focus();
  };
  const inner = console.terminal.current?.inner;

  return (
    <div ref={whole} className="flex min-h-80 min-w-0 flex-1 flex-col bg-bg">
      <SeatRequest state={console.state} tell={console.tell} />
      <ConsoleStateStrip instance={instance} port={port} console={console} />
      <OtherPart part={part} instance={instance.name} port={port} size={console.state.size} />
      <Suspense>
        {isTerminal && unfolded.includes("search") && inner !== undefined && (
          <SearchBar
            terminal={inner}
            onSearchPast={({ text, matchCase }) =>
              show("log", { find: text, case: matchCase ? "match" : undefined })
            }
            onClose={() => fold("search")}
          />
        )}
      </Suspense>
      <TerminalRegion
        instance={instance.name}
        frame={frame}
        isHidden={!isTerminal}
        onPaste={(text) => {
          if (blocked !== undefined) return;
          setPasted(text);
          unfold("paste", true);
        }}
      />
      <Suspense>
        {isTerminal && unfolded.includes("keys") && (
          <KeysPanel
            instance={instance.name}
            blocked={blocked}
            sticky={sticky}
            onSticky={setSticky}
            onType={(keys) => {
              const isSwitched = inner?.modes.applicationCursorKeysMode ?? false;
              console.type(isSwitched ? inApplicationMode(keys) : keys);
            }}
            onTell={console.tell}
          />
        )}
      </Suspense>
      <ConsoleStatusLine
        ref={statusLine}
        console={console}
        part={part}
        onShow={show}
        unfolded={unfolded}
        onUnfold={(part) => {
          setPasted("");
          unfold(part, !unfolded.includes(part));
        }}
        onFullScreen={() => void toggleFullScreen(whole.current)}
        isScreenReader={isScreenReader}
        onScreenReader={(isOn) => {
          setScreenReader(isOn);
          if (console.terminal.current !== undefined) console.terminal.current.screenReader = isOn;
        }}
        clipboard={permit}
        note={console.state.line.phase === "live" && <RecordingNote instance={instance.name} port={port} />}
        picker={
          <PortPicker
            ports={ports}
            port={port}
            onChoose={(next) => set({ port: next === 0 ? undefined : String(next) }, "push")}
          />
        }
      />
      <Suspense>
        {isTerminal && unfolded.includes("paste") && (
          <PasteBox
            key={pasted}
            instance={instance.name}
            initial={pasted}
            blocked={blocked}
            heard={console.heard}
            onLine={console.type}
            onClose={() => fold("paste")}
          />
        )}
      </Suspense>
    </div>
  );
}

async function toggleFullScreen(element: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement !== null) await document.exitFullscreen();
  else await element?.requestFullscreen();
}

"use client";

import { mayAct, type InstanceSummary } from "@gantry/kvm-core/model";
import { useMe } from "#lib/use-me.ts";
import { useRef, useState } from "react";
import { ConsoleStateStrip } from "./console-state-strip.tsx";
import { ConsoleStatusLine } from "./console-status-line.tsx";
import { PasteBox } from "./paste-box.tsx";
import { useConsole } from "./use-console.ts";

/** Terminal, what stands in its way above it, and the status line below it. */
export default function ConsoleView({ instance }: { instance: InstanceSummary }) {
  const { data: me } = useMe();
  const whole = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const statusLine = useRef<HTMLDivElement>(null);
  const [isPasting, setPasting] = useState(false);
  const mode = me !== undefined && mayAct(me.role, "operator") ? "write" : "read";
  const console = useConsole(frame, {
    instance: instance.name,
    mode,
    onLeave: () => statusLine.current?.querySelector("button")?.focus(),
  });

  return (
    <div ref={whole} className="flex min-h-80 min-w-0 flex-1 flex-col bg-bg">
      <ConsoleStateStrip instance={instance} console={console} />
      <div
        role="region"
        aria-label={`Serial console of ${instance.name}`}
        aria-description="The keyboard belongs to the guest in here. Ctrl-Shift-E leaves to the buttons below."
        data-keys="own"
        className="min-h-0 flex-1 overflow-x-auto rounded-t-md bg-terminal p-2.5 has-[textarea:focus-visible]:outline-2 has-[textarea:focus-visible]:outline-accent"
      >
        <div ref={frame} className="h-full w-fit min-w-full bg-terminal font-mono text-terminal-fg" />
      </div>
      <ConsoleStatusLine
        ref={statusLine}
        console={console}
        isPasting={isPasting}
        onPaste={() => setPasting(!isPasting)}
        onFullScreen={() => void toggleFullScreen(whole.current)}
      />
      {isPasting && (
        <PasteBox
          blocked={console.state.seat.mine ? undefined : "Take the seat first: only one person types."}
          onLine={console.type}
          onClose={() => {
            setPasting(false);
            console.terminal.current?.focus();
          }}
        />
      )}
    </div>
  );
}

async function toggleFullScreen(element: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement !== null) await document.exitFullscreen();
  else await element?.requestFullscreen();
}

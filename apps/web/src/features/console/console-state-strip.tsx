"use client";

import { Button } from "#components/ui/button.tsx";
import type { PowerVerb } from "#lib/power-verbs.ts";
import { usePowerAction } from "#lib/use-power-action.ts";
import type { InstanceState, InstanceSummary } from "@gantry/kvm-core/model";
import { type ReactNode, useEffect, useState } from "react";
import type { ConsoleHandle } from "./use-console.ts";

interface ConsoleStateStripProps {
  readonly instance: InstanceSummary;
  readonly console: ConsoleHandle;
}

const silentAfterMs = 10_000;

/** What stands in the way of a talking guest, and the one button that helps. Nothing while all is well. */
export function ConsoleStateStrip({ instance, console }: ConsoleStateStripProps) {
  const { line } = console.state;
  const isSilent = useSilence(instance, console);
  if (line.phase === "ended") {
    return (
      <Strip text={line.reason}>
        <Button onClick={() => window.location.reload()}>Load the page again</Button>
      </Strip>
    );
  }
  if (line.phase === "lost") {
    return (
      <Strip text={`${line.reason} Trying again for as long as this tab is open. The guest does not notice.`}>
        <Button onClick={console.hurry}>Try now</Button>
      </Strip>
    );
  }
  if (isSilent) {
    return (
      <Strip text="The guest has written nothing. A Linux guest talks here when its kernel command line has console=ttyS0; most installers need it too." />
    );
  }
  const help = helpFor(instance.state);
  if (help === undefined) return null;
  return (
    <Strip
      text={`${instance.name} ${help.text}${instance.reason === undefined ? "" : ` ${instance.reason}`}`}
    >
      {help.verb !== undefined && (
        <HelpButton instance={instance} verb={help.verb} label={help.label} console={console} />
      )}
    </Strip>
  );
}

interface Help {
  readonly text: string;
  readonly verb?: PowerVerb;
  readonly label?: string;
}

function helpFor(state: InstanceState): Help | undefined {
  switch (state) {
    case "stopped":
      return {
        text: "is stopped; what it last wrote, if anything, stands below.",
        verb: "start",
        label: "Start and watch it boot",
      };
    case "crashed":
      return {
        text: "has crashed; its last lines stand below.",
        verb: "start",
        label: "Start and watch it boot",
      };
    case "panicked":
      return { text: "has panicked; its last lines stand below.", verb: "reset", label: "Reset" };
    case "paused":
      return { text: "is paused: it neither writes nor reads.", verb: "resume", label: "Resume" };
    case "suspended":
      // Why, and what to do, is its reason.
      return { text: "is suspended.", verb: "start", label: "Resume" };
    case "io-error":
      return {
        text: "is held because a disk could not be written. Make room, then resume it.",
        verb: "resume",
        label: "Resume",
      };
    case "unresponsive":
      return { text: "cannot be controlled: QEMU does not answer.", verb: "force-stop", label: "Force stop" };
    case "unknown":
      return { text: "cannot be seen: its host does not answer. It is asked again by itself." };
    case "starting":
    case "running":
    case "stopping":
    case "migrating":
    case "incoming":
      return undefined;
  }
}

interface HelpButtonProps {
  readonly instance: InstanceSummary;
  readonly verb: PowerVerb;
  readonly label: string | undefined;
  readonly console: ConsoleHandle;
}

function HelpButton({ instance, verb, label, console }: HelpButtonProps) {
  const { label: usual, blocked, busy, run } = usePowerAction(instance, verb);
  const press = async () => {
    await run();
    console.terminal.current?.focus();
  };
  return (
    <Button look="primary" blocked={busy ? undefined : blocked} busy={busy} onClick={() => void press()}>
      {label ?? usual}
    </Button>
  );
}

function Strip({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div
      role="status"
      className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1.5 border-l-2 border-line-strong px-3 py-0.5"
    >
      <p className="min-w-0 flex-1 basis-64 break-words">{text}</p>
      {children}
    </div>
  );
}

/** Whether the guest has run for ten seconds without writing a byte. */
function useSilence(instance: InstanceSummary, { hasOutput, state }: ConsoleHandle): boolean {
  const [isSilent, setSilent] = useState(false);
  const watches = instance.state === "running" && state.line.phase === "live";
  useEffect(() => {
    setSilent(false);
    if (!watches) return;
    const look = () =>
      setSilent(!hasOutput.current && Date.now() - Date.parse(instance.since) > silentAfterMs);
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, [watches, instance.since, hasOutput]);
  return isSilent;
}

"use client";

import { Button } from "#components/ui/button.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Message } from "#lib/messages/translate.ts";
import type { PowerVerb } from "#lib/power-verbs.ts";
import { usePowerAction } from "#lib/use-power-action.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { lazy, Suspense } from "react";
import type { ConsoleHandle } from "../use-console.ts";
import { helpFor } from "./state-help.ts";
import { Strip } from "./strip.tsx";
import { useSilence } from "./use-silence.ts";

const SilentGuest = lazy(() => import("./silent-guest.tsx"));
const LastLines = lazy(() => import("./last-lines.tsx"));

interface ConsoleStateStripProps {
  readonly instance: InstanceSummary;
  readonly port: number;
  readonly console: ConsoleHandle;
}

/** What stands in the way of a talking guest, and the one button that helps. Nothing while all is well. */
export function ConsoleStateStrip({ instance, port, console }: ConsoleStateStripProps) {
  const t = useT();
  const { line } = console.state;
  const isSilent = useSilence(instance, console);
  if (line.phase === "ended") {
    return (
      <Strip text={line.reason}>
        <Button onClick={() => window.location.reload()}>{t("Load the page again")}</Button>
      </Strip>
    );
  }
  if (line.phase === "lost") {
    return (
      <Strip
        text={t("{reason} Trying again for as long as this tab is open. The guest does not notice.", {
          reason: line.reason,
        })}
      >
        <Button onClick={console.hurry}>{t("Try now")}</Button>
      </Strip>
    );
  }
  if (isSilent) {
    return (
      <Strip
        text={t(
          "{name} has written nothing. A guest talks here when it is told to use its first serial port:",
          { name: instance.name },
        )}
        below={
          <Suspense>
            <SilentGuest />
          </Suspense>
        }
      />
    );
  }
  const help = helpFor(instance.state);
  if (help === undefined) return null;
  return (
    <Strip
      text={[t.of(help.text, { name: instance.name }), instance.reason ?? []].flat().join(" ")}
      below={
        help.hasLastWords === true && (
          <Suspense>
            <LastLines key={instance.since} instance={instance.name} port={port} />
          </Suspense>
        )
      }
    >
      {help.verb !== undefined && (
        <HelpButton instance={instance} verb={help.verb} label={help.label} console={console} />
      )}
    </Strip>
  );
}

interface HelpButtonProps {
  readonly instance: InstanceSummary;
  readonly verb: PowerVerb;
  readonly label: Message | undefined;
  readonly console: ConsoleHandle;
}

function HelpButton({ instance, verb, label, console }: HelpButtonProps) {
  const t = useT();
  const { label: usual, blocked, busy, run } = usePowerAction(instance, verb);
  const press = async () => {
    await run();
    console.terminal.current?.focus();
  };
  return (
    <Button look="primary" blocked={busy ? undefined : blocked} busy={busy} onClick={() => void press()}>
      {label === undefined ? usual : t.of(label)}
    </Button>
  );
}

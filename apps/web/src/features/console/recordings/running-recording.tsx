"use client";

import { StatusBadge } from "#components/status-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/field.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { formatSince } from "#lib/format.ts";
import { isolated } from "#lib/isolated.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useNotices } from "#lib/notices.tsx";
import { useWhyForbidden } from "#lib/use-me.ts";
import { useNow } from "#lib/use-now.ts";
import type { Recording } from "@gantry/kvm-core/model";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

interface RunningRecordingProps {
  readonly instance: string;
  readonly recording: Recording;
  readonly onChanged: () => void;
}

const longestLabel = 200;

/** A recording that runs: mark a moment of it, or end it. */
export function RunningRecording({ instance, recording, onChanged }: RunningRecordingProps) {
  const t = useT();
  const trpc = useTRPC();
  const { report } = useNotices();
  const [label, setLabel] = useState("");
  const forbidden = useWhyForbidden("operator");
  const { id, name, by, startedAt, withInput, markers } = recording;
  const since = formatSince(startedAt, useNow(1_000), t);
  const mark = useMutation(
    trpc.console.markRecording.mutationOptions({
      onSuccess: () => {
        setLabel("");
        onChanged();
      },
      onError: (error) => report(t("Mark {name}", { name: isolated(name) }), error),
    }),
  );
  const stop = useMutation(
    trpc.console.stopRecording.mutationOptions({
      onSuccess: onChanged,
      onError: (error) => report(t("Stop {name}", { name: isolated(name) }), error),
    }),
  );
  return (
    <form
      aria-label={t("Recording {name}", { name })}
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-l-2 border-busy px-3 py-0.5"
      onSubmit={(event) => {
        event.preventDefault();
        if (label.trim() !== "") mark.mutate({ instance, id, label });
      }}
    >
      <StatusBadge tone="busy" word={t("recording")} />
      <bdi className="min-w-0 font-medium break-words">{name}</bdi>
      <span className="text-dim">
        {t("{since}, by {by}", { since, by })}
        {withInput && `, ${t("with keystrokes")}`}
        {markers.length > 0 && `, ${t("marked {number} ×", { number: markers.length })}`}
      </span>
      <span className="ml-auto flex flex-wrap items-center gap-2">
        <span className="w-52">
          <Input
            aria-label={t("What to mark in {name}", { name })}
            placeholder={t("What happens now")}
            maxLength={longestLabel}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
        </span>
        <Button
          type="submit"
          busy={mark.isPending}
          blocked={forbidden ?? (label.trim() === "" ? t("Say what happens now.") : undefined)}
        >
          {t("Mark")}
        </Button>
        <Button blocked={forbidden} busy={stop.isPending} onClick={() => stop.mutate({ instance, id })}>
          {t("Stop recording")}
        </Button>
      </span>
    </form>
  );
}

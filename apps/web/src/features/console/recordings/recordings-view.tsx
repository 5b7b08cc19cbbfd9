"use client";

import { type Column, DataTable } from "#components/data-table.tsx";
import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { errorBodyOf } from "#lib/agent-error.ts";
import { formatDuration, formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import type { Recording } from "@gantry/kvm-core/model";
import { useConsolePlace } from "../console-place.ts";
import { RecordingActions } from "./recording-actions.tsx";
import { RunningRecording } from "./running-recording.tsx";
import { StartRecordingForm } from "./start-recording-form.tsx";
import { useRecordings } from "./use-recordings.ts";

interface RecordingsViewProps {
  readonly instance: string;
  readonly port: number;
}

/** Recordings with a name: begin one, mark and end those that run, play and delete those that ended. */
export default function RecordingsView({ instance, port }: RecordingsViewProps) {
  const t = useT();
  const { recordings, error, refetch } = useRecordings({ instance, port });
  const { show } = useConsolePlace();
  if (error !== null) {
    return (
      <ErrorPanel title={t("The recordings cannot be read")} error={errorBodyOf(error)}>
        <Button onClick={() => void refetch()}>{t("Try again")}</Button>
      </ErrorPanel>
    );
  }
  if (recordings === undefined) return <Loading what={t("the recordings")} />;
  const onChanged = () => void refetch();
  const running = recordings.filter(isRunning);
  const ended = recordings.filter((recording) => !isRunning(recording));
  const columns: Column<Recording>[] = [
    { id: "name", title: t("Name"), width: "minmax(0,2fr)", cell: ({ name }) => <bdi>{name}</bdi> },
    {
      id: "started",
      title: t("Started"),
      width: "130px",
      wide: true,
      cell: ({ startedAt }) => formatTime(startedAt, t),
    },
    {
      id: "length",
      title: t("Length"),
      width: "80px",
      align: "end",
      wide: true,
      cell: (row) => lengthOf(row, t),
    },
    { id: "by", title: t("By"), width: "minmax(0,1fr)", wide: true, cell: ({ by }) => by },
    { id: "notes", title: t("Notes"), width: "minmax(0,2fr)", wide: true, cell: (row) => notesOf(row, t) },
    {
      id: "actions",
      title: t("Actions"),
      quiet: true,
      width: "196px",
      cell: (recording) => (
        <RecordingActions
          instance={instance}
          recording={recording}
          onPlay={() => show("play", { recording: recording.id })}
          onChanged={onChanged}
        />
      ),
    },
  ];
  return (
    <section
      aria-label={t("Recordings of {instance}", { instance })}
      className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto"
    >
      {running.map((recording) => (
        <RunningRecording key={recording.id} {...{ instance, recording, onChanged }} />
      ))}
      <Panel title={t("New recording")}>
        <StartRecordingForm instance={instance} port={port} onStarted={onChanged} />
      </Panel>
      {ended.length === 0 ? (
        <p className="px-3.5 text-dim">
          {t(
            "There is no recording that has ended. Any boot can be played and downloaded from the log without one.",
          )}
        </p>
      ) : (
        <DataTable
          label={t("Recordings")}
          columns={columns}
          rows={ended}
          keyOf={({ id }) => id}
          onOpen={({ id }) => show("play", { recording: id })}
        />
      )}
    </section>
  );
}

function isRunning({ endedAt }: Recording): boolean {
  return endedAt === undefined;
}

function lengthOf({ startedAt, endedAt }: Recording, t: Translate): string {
  return endedAt === undefined ? "" : formatDuration(Date.parse(endedAt) - Date.parse(startedAt), t);
}

function notesOf({ withInput, markers, reason }: Recording, t: Translate): string {
  return [
    withInput ? t("with keystrokes") : [],
    markers.length === 0 ? [] : t("marked {number} ×", { number: markers.length }),
    reason ?? [],
  ]
    .flat()
    .join(", ");
}

"use client";

import { type Column, DataTable } from "#components/data-table.tsx";
import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { errorBodyOf } from "#lib/agent-error.ts";
import { formatDuration, formatTime } from "#lib/format.ts";
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
  const { recordings, error, refetch } = useRecordings({ instance, port });
  const { show } = useConsolePlace();
  if (error !== null) {
    return (
      <ErrorPanel title="The recordings cannot be read" error={errorBodyOf(error)}>
        <Button onClick={() => void refetch()}>Try again</Button>
      </ErrorPanel>
    );
  }
  if (recordings === undefined) return <Loading what="the recordings" />;
  const onChanged = () => void refetch();
  const running = recordings.filter(isRunning);
  const ended = recordings.filter((recording) => !isRunning(recording));
  const columns: Column<Recording>[] = [
    { id: "name", title: "Name", width: "minmax(0,2fr)", cell: ({ name }) => <bdi>{name}</bdi> },
    {
      id: "started",
      title: "Started",
      width: "130px",
      wide: true,
      cell: ({ startedAt }) => formatTime(startedAt),
    },
    { id: "length", title: "Length", width: "80px", align: "end", wide: true, cell: lengthOf },
    { id: "by", title: "By", width: "minmax(0,1fr)", wide: true, cell: ({ by }) => by },
    { id: "notes", title: "Notes", width: "minmax(0,2fr)", wide: true, cell: notesOf },
    {
      id: "actions",
      title: "Actions",
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
      aria-label={`Recordings of ${instance}`}
      className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto"
    >
      {running.map((recording) => (
        <RunningRecording key={recording.id} {...{ instance, recording, onChanged }} />
      ))}
      <Panel title="New recording">
        <StartRecordingForm instance={instance} port={port} onStarted={onChanged} />
      </Panel>
      {ended.length === 0 ? (
        <p className="px-3.5 text-dim">
          There is no recording that has ended. Any boot can be played and downloaded from the log without
          one.
        </p>
      ) : (
        <DataTable
          label="Recordings"
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

function lengthOf({ startedAt, endedAt }: Recording): string {
  return endedAt === undefined ? "" : formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
}

function notesOf({ withInput, markers, reason }: Recording): string {
  return [
    withInput ? "with keystrokes" : [],
    markers.length === 0 ? [] : `marked ${markers.length} ×`,
    reason ?? [],
  ]
    .flat()
    .join(", ");
}

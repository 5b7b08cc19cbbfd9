"use client";

import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { useTRPCClient } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useQuery } from "@tanstack/react-query";
import { recordingText } from "../recordings/recording-text.ts";
import { PlayerView } from "./player-view.tsx";
import { readCast } from "./read-cast.ts";
import { Timeline } from "./timeline.ts";

interface PlayRecordingProps {
  readonly instance: string;
  readonly id: string;
  readonly onClose: () => void;
}

/** Plays a recording that has ended. */
export function PlayRecording({ instance, id, onClose }: PlayRecordingProps) {
  const t = useT();
  const client = useTRPCClient();
  const recording = useQuery({
    queryKey: ["console.play", instance, id],
    gcTime: 0,
    queryFn: async ({ signal }) => {
      const cast = readCast(await recordingText(client, { instance, id }, signal));
      if (cast === undefined) throw new Error("The recording is damaged: it does not begin as one.");
      const { cols, rows, title = "" } = cast;
      return { cols, rows, title, timeline: new Timeline(cast.events) };
    },
  });
  if (recording.isError) {
    return (
      <ErrorPanel title={t("It cannot be played")} error={errorBodyOf(recording.error)}>
        <Button onClick={onClose}>{t("Close")}</Button>
      </ErrorPanel>
    );
  }
  if (recording.data === undefined) return <Loading what={t("the recording")} />;
  return <PlayerView {...recording.data} onClose={onClose} />;
}

"use client";

import { useUrlState } from "#lib/url-state.tsx";
import { useConsolePlace } from "../console-place.ts";
import { PlayBoot } from "./play-boot.tsx";
import { PlayRecording } from "./play-recording.tsx";

interface PlayViewProps {
  readonly instance: string;
  readonly port: number;
  readonly size: { readonly cols: number; readonly rows: number };
}

/** Plays what the address names: a recording, or a boot. */
export default function PlayView({ instance, port, size }: PlayViewProps) {
  const { get } = useUrlState();
  const { show } = useConsolePlace();
  const recording = get("recording");
  if (recording !== undefined) {
    return <PlayRecording instance={instance} id={recording} onClose={() => show("recordings")} />;
  }
  const boot = Number(get("boot") ?? 0);
  return <PlayBoot {...{ instance, port, boot, size }} onClose={() => show("log")} />;
}

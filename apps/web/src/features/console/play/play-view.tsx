"use client";

import { useUrlState } from "#lib/url-state.tsx";
import { useConsolePlace } from "../console-place.ts";
import { PlayBoot } from "./play-boot.tsx";

interface PlayViewProps {
  readonly instance: string;
  readonly port: number;
  readonly size: { readonly cols: number; readonly rows: number };
}

/** Plays what the address names. */
export default function PlayView(props: PlayViewProps) {
  const { get } = useUrlState();
  const { show } = useConsolePlace();
  return <PlayBoot {...props} boot={Number(get("boot") ?? 0)} onClose={() => show("log")} />;
}

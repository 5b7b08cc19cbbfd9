"use client";

import { Loading } from "#components/empty-state.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { lazy, Suspense } from "react";
import type { ConsolePart } from "./console-place.ts";

const LogView = lazy(() => import("./log/log-view.tsx"));
const PlayView = lazy(() => import("./play/play-view.tsx"));
const RecordingsView = lazy(() => import("./recordings/recordings-view.tsx"));

interface OtherPartProps {
  readonly part: ConsolePart;
  readonly instance: string;
  readonly port: number;
  /** Size of the terminal, for what is played. */
  readonly size: { readonly cols: number; readonly rows: number };
}

/** What stands in the terminal's place: the log, the recordings, or what is played. Fetched when somebody wants it. */
export function OtherPart({ part, ...where }: OtherPartProps) {
  const t = useT();
  switch (part) {
    case "terminal":
      return null;
    case "log":
      return (
        <Suspense fallback={<Loading what={t("the log")} />}>
          <LogView {...where} />
        </Suspense>
      );
    case "recordings":
      return (
        <Suspense fallback={<Loading what={t("the recordings")} />}>
          <RecordingsView {...where} />
        </Suspense>
      );
    case "play":
      return (
        <Suspense fallback={<Loading what={t("the recording")} />}>
          <PlayView {...where} />
        </Suspense>
      );
  }
}

"use client";

import { Button } from "#components/ui/button.tsx";
import { Select } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useRef } from "react";
import { playTime, type Timeline } from "./timeline.ts";
import { usePlayer } from "./use-player.ts";

interface PlayerViewProps {
  readonly title: string;
  readonly cols: number;
  readonly rows: number;
  readonly timeline: Timeline;
  readonly onClose: () => void;
}

const speeds = [0.5, 1, 2, 4, 8, 16];

/** Plays what a guest wrote. Pauses longer than two seconds are cut short. */
export function PlayerView({ title, cols, rows, timeline, onClose }: PlayerViewProps) {
  const t = useT();
  const frame = useRef<HTMLDivElement>(null);
  const { isPlaying, position, speed, setSpeed, toggle, seek } = usePlayer(frame, { cols, rows, timeline });
  return (
    <section aria-label={t("Playing {title}", { title })} className="flex min-h-0 flex-1 flex-col">
      <div className="flex min-h-0 flex-1 gap-3 max-md:flex-col">
        <div className="min-h-0 min-w-0 flex-1 overflow-x-auto rounded-t-md bg-terminal p-2.5">
          <div ref={frame} className="h-full w-fit min-w-full bg-terminal font-mono text-terminal-fg" />
        </div>
        {timeline.markers.length > 0 && (
          <ol
            aria-label={t("Markers")}
            className="w-56 shrink-0 overflow-y-auto max-md:max-h-24 max-md:w-full"
          >
            {timeline.markers.map(({ at, label }, index) => (
              <li key={index}>
                <Button
                  look="quiet"
                  className="w-full justify-start! gap-2 text-small"
                  onClick={() => seek(at)}
                >
                  <span className="text-faint">{playTime(at)}</span>
                  <bdi className="truncate">{label}</bdi>
                </Button>
              </li>
            ))}
          </ol>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-b-md border border-t-0 border-line px-2.5 py-1 text-small">
        <Button className="h-7 w-16 text-small" onClick={toggle}>
          {isPlaying ? t("Pause") : t("Play")}
        </Button>
        <input
          type="range"
          aria-label={t("Position")}
          aria-valuetext={t("{part} of {whole}", {
            part: playTime(position),
            whole: playTime(timeline.duration),
          })}
          className="h-7 min-w-24 flex-1 accent-accent"
          min={0}
          max={timeline.duration}
          step="any"
          value={position}
          onKeyDown={(event) => {
            const step = { ArrowRight: 5, ArrowLeft: -5 }[event.key];
            if (step === undefined) return;
            event.preventDefault();
            seek(Math.min(timeline.duration, Math.max(0, position + step)));
          }}
          onChange={(event) => seek(event.target.valueAsNumber)}
        />
        <span className="text-dim">
          {playTime(position)} / {playTime(timeline.duration)}
        </span>
        <div className="w-20">
          <Select
            aria-label={t("Speed")}
            className="h-7! text-small"
            value={speed}
            onChange={(event) => setSpeed(Number(event.target.value))}
          >
            {speeds.map((one) => (
              <option key={one} value={one}>
                {one}×
              </option>
            ))}
          </Select>
        </div>
        <span className="min-w-0 truncate text-dim">{title}</span>
        <Button look="quiet" className="ml-auto h-7 text-small" onClick={onClose}>
          {t("Close")}
        </Button>
      </div>
    </section>
  );
}

"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { ConsoleTerminal } from "../terminal/console-terminal.ts";
import type { Timeline } from "./timeline.ts";

const beforeAll = -1;
/** More text than this at once would hold the page up. */
const pieceCharacters = 64 * 1024;

interface Playable {
  readonly cols: number;
  readonly rows: number;
  readonly timeline: Timeline;
}

/** What is played, where it is, and the ways to change that. */
export interface Player {
  readonly isPlaying: boolean;
  /** Seconds of what is played. */
  readonly position: number;
  readonly speed: number;
  readonly setSpeed: (speed: number) => void;
  readonly toggle: () => void;
  readonly seek: (to: number) => void;
}

/** Plays into a terminal of its own, that takes no keys and answers nothing. */
export function usePlayer(frame: RefObject<HTMLElement | null>, { cols, rows, timeline }: Playable): Player {
  const terminal = useRef<ConsoleTerminal>(undefined);
  const at = useRef(beforeAll);
  const [isPlaying, setPlaying] = useState(true);
  const [speed, setSpeed] = useState(1);
  const [position, setPosition] = useState(0);

  const moveTo = (to: number) => {
    const shown = terminal.current;
    if (shown === undefined) return;
    if (to < at.current) {
      shown.clear();
      at.current = beforeAll;
    }
    writeText(shown, timeline.between(at.current, to));
    at.current = to;
    setPosition(to);
  };
  const latest = useRef(moveTo);

  useEffect(() => {
    latest.current = moveTo;
  });

  useEffect(() => {
    if (frame.current === null) return;
    const shown = new ConsoleTerminal(frame.current, {});
    shown.readOnly = true;
    shown.resize({ cols, rows });
    terminal.current = shown;
    at.current = beforeAll;
    latest.current(0);
    return () => shown.close();
  }, [frame, cols, rows, timeline]);

  useEffect(() => {
    if (!isPlaying) return;
    let before = performance.now();
    let handle = requestAnimationFrame(function step(now) {
      // The time of a frame may lie before the moment it was asked for.
      const next = Math.max(0, at.current) + (Math.max(0, now - before) / 1000) * speed;
      before = now;
      latest.current(Math.min(next, timeline.duration));
      if (next >= timeline.duration) setPlaying(false);
      else handle = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(handle);
  }, [isPlaying, speed, timeline]);

  return {
    isPlaying,
    position,
    speed,
    setSpeed,
    toggle: () => {
      // At the end there is only the beginning to go to.
      if (!isPlaying && at.current >= timeline.duration) moveTo(0);
      setPlaying(!isPlaying);
    },
    seek: moveTo,
  };
}

function writeText(terminal: ConsoleTerminal, text: string): void {
  const encoder = new TextEncoder();
  for (let at = 0; at < text.length; at += pieceCharacters)
    terminal.write(encoder.encode(text.slice(at, at + pieceCharacters)), () => undefined);
}

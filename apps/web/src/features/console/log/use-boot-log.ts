"use client";

import { useTRPCClient } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import type { ConsoleBoot, ErrorBody } from "@gantry/kvm-core/model";
import { useEffect, useReducer, useRef, useState } from "react";
import { LogLines } from "./log-lines.ts";
import { logPages } from "./log-pages.ts";

/** More of a boot than this is not held by a page. */
const mostBytes = 64 * 1024 * 1024;

/** What a boot's guest wrote, as far as it is here. */
export interface BootLog {
  readonly lines: LogLines;
  readonly isLoading: boolean;
  readonly error: ErrorBody | undefined;
  /** The boot is larger than a page can hold; what is here ends before it does. */
  readonly isCut: boolean;
  /** Fetches what the guest wrote since. */
  readonly readOn: () => void;
}

interface BootLogOptions {
  readonly instance: string;
  readonly port: number;
  readonly boot: ConsoleBoot;
}

/** Fetches a boot's output page by page; lines can be read as soon as they are here. */
export function useBootLog({ instance, port, boot }: BootLogOptions): BootLog {
  const client = useTRPCClient();
  const [lines, setLines] = useState(() => new LogLines(boot.oldest));
  const [isLoading, setLoading] = useState(true);
  const [error, setError] = useState<ErrorBody>();
  const [wish, wishMore] = useReducer((count: number) => count + 1, 0);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const latest = useRef(boot);

  useEffect(() => {
    latest.current = boot;
  });

  useEffect(() => {
    const stopped = new AbortController();
    const load = async () => {
      const { current } = latest;
      const isSame = lines.from === current.oldest;
      const target = isSame ? lines : new LogLines(current.oldest);
      if (!isSame) setLines(target);
      setLoading(true);
      setError(undefined);
      try {
        const choice = { instance, port, boot: current };
        for await (const page of logPages(client, choice, { from: target.next, signal: stopped.signal })) {
          if (stopped.signal.aborted) return;
          target.append(page.bytes, page.arrivals);
          redraw();
          if (target.bytes.length >= mostBytes) break;
        }
      } catch (failure) {
        if (!stopped.signal.aborted) setError(errorBodyOf(failure));
      }
      if (!stopped.signal.aborted) setLoading(false);
    };
    void load();
    return () => stopped.abort();
    // A present boot that grows keeps its number; it is read on when somebody wishes.
  }, [client, instance, port, boot.n, boot.oldest, lines, wish]);

  return {
    lines,
    isLoading,
    error,
    isCut: lines.bytes.length >= mostBytes,
    readOn: wishMore,
  };
}

"use client";

import type { ErrorBody } from "@gantry/kvm-core/model";
import { createContext, type ReactNode, use, useCallback, useMemo, useState } from "react";
import { errorBodyOf } from "./agent-error.ts";

/** A call that was refused, kept on screen until somebody dismisses it. */
export interface Notice {
  /** What was tried: "Start demo". */
  readonly title: string;
  readonly at: string;
  readonly error: ErrorBody;
}

interface Notices {
  readonly notices: readonly Notice[];
  /** Keeps the failure of a call under the name of what was tried. */
  readonly report: (title: string, error: unknown) => void;
  readonly dismiss: (title: string) => void;
}

const NoticesContext = createContext<Notices | undefined>(undefined);
const keptNotices = 5;

/** Holds what was refused. Nothing is only in a toast: a notice stays until it is dismissed. */
export function NoticesProvider({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const report = useCallback((title: string, error: unknown) => {
    const notice = { title, at: new Date().toISOString(), error: errorBodyOf(error) };
    // One notice for each thing that was tried: the newest failure is the one that counts.
    setNotices((old) => [notice, ...old.filter((other) => other.title !== title)].slice(0, keptNotices));
  }, []);
  const dismiss = useCallback(
    (title: string) => setNotices((old) => old.filter((notice) => notice.title !== title)),
    [],
  );
  const value = useMemo(() => ({ notices, report, dismiss }), [notices, report, dismiss]);
  return <NoticesContext value={value}>{children}</NoticesContext>;
}

/** The notices and the ways to change them. */
export function useNotices(): Notices {
  const notices = use(NoticesContext);
  if (notices === undefined) throw new Error("NoticesProvider is missing above this component.");
  return notices;
}

"use client";

import { type Answer, AskContext, type Question } from "#lib/confirm.ts";
import { focusedControl } from "#lib/focused-control.ts";
import { lazy, type ReactNode, Suspense, useCallback, useState } from "react";

const ConfirmDialog = lazy(() => import("./confirm-dialog.tsx"));

interface Pending {
  readonly question: Question;
  /** Where the keyboard was, and goes back to. */
  readonly opener: HTMLElement | undefined;
  readonly answer: (answer: Answer) => void;
}

/** Draws the questions that `useAsk` asks, one at a time. */
export function ConfirmProvider({ children }: { children: ReactNode }) {
  const [pending, setPending] = useState<Pending>();
  const ask = useCallback(
    (question: Question) =>
      new Promise<Answer>((resolve) => {
        setPending({
          question,
          opener: focusedControl(),
          answer: (answer) => {
            setPending(undefined);
            resolve(answer);
          },
        });
      }),
    [],
  );
  return (
    <AskContext value={ask}>
      {children}
      {pending !== undefined && (
        <Suspense>
          <ConfirmDialog question={pending.question} opener={pending.opener} onAnswer={pending.answer} />
        </Suspense>
      )}
    </AskContext>
  );
}

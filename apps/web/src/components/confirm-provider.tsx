"use client";

import { type Answer, AskContext, type Question } from "#lib/confirm.ts";
import { lazy, type ReactNode, Suspense, useCallback, useState } from "react";

const ConfirmDialog = lazy(() => import("./confirm-dialog.tsx"));

interface Pending {
  readonly question: Question;
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
          <ConfirmDialog question={pending.question} onAnswer={pending.answer} />
        </Suspense>
      )}
    </AskContext>
  );
}

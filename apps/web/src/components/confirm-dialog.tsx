"use client";

import type { Answer, Question } from "#lib/confirm.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { AlertDialog } from "radix-ui";
import { useState } from "react";
import { Button } from "./ui/button.tsx";
import { Checkbox } from "./ui/field.tsx";

interface ConfirmDialogProps {
  readonly question: Question;
  /** Gets the focus back. */
  readonly opener: HTMLElement | undefined;
  readonly onAnswer: (answer: Answer) => void;
}

/** Asks before what cannot be taken back; names the object and says what is lost. The safe answer has the focus. */
export default function ConfirmDialog({ question, opener, onAnswer }: ConfirmDialogProps) {
  const t = useT();
  const [option, setOption] = useState(false);
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onAnswer(undefined)}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-[oklch(0%_0_0/0.4)]" />
        <AlertDialog.Content
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            opener?.focus();
          }}
          className="fixed top-[15dvh] left-1/2 z-50 flex max-h-[80dvh] w-[min(420px,calc(100vw-24px))] -translate-x-1/2 flex-col overflow-y-auto gap-3 rounded-md border border-line bg-raised p-4 shadow-float outline-none"
        >
          <AlertDialog.Title className="text-title font-semibold break-words">
            {question.title}
          </AlertDialog.Title>
          <AlertDialog.Description className="break-words text-dim">
            {question.consequence}
          </AlertDialog.Description>
          {question.option !== undefined && (
            <Checkbox
              label={question.option}
              checked={option}
              onChange={(event) => setOption(event.target.checked)}
            />
          )}
          <div className="flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>{t("Cancel")}</Button>
            </AlertDialog.Cancel>
            <Button look="danger" onClick={() => onAnswer({ option })}>
              {question.action}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

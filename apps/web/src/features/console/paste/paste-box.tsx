"use client";

import { Button } from "#components/ui/button.tsx";
import { Field, TextArea } from "#components/ui/field.tsx";
import { useAsk } from "#lib/confirm.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type RefObject, useState } from "react";
import { useEscape } from "../use-escape.ts";
import { isBig, pasteTextOf } from "./paste-text.ts";
import { usePasteRun } from "./use-paste-run.ts";

interface PasteBoxProps {
  readonly instance: string;
  /** What was pasted into the terminal, to be looked at first. */
  readonly initial: string;
  readonly blocked: string | undefined;
  readonly heard: RefObject<number>;
  readonly onLine: (line: string) => boolean;
  readonly onClose: () => void;
}

/** Text to be typed into the guest, seen before it is sent, and sent a line each 20 ms while the guest keeps up. */
export default function PasteBox({ instance, initial, blocked, heard, onLine, onClose }: PasteBoxProps) {
  const t = useT();
  const [text, setText] = useState(initial);
  const keep = (untyped: readonly string[]) => setText(untyped.join("").replaceAll("\r", "\n"));
  const { progress, start, stop, goOn } = usePasteRun({ heard, onLine, onDone: onClose, onCutShort: keep });
  const ask = useAsk();
  const paste = pasteTextOf(text);
  const { lines, leftOut } = paste;
  const isRunning = progress.status !== "ready";
  const form = useEscape<HTMLFormElement>(() => {
    if (!isRunning) onClose();
  });

  const send = async () => {
    const question = {
      title: t("Type {count} into {instance}?", {
        count: t.many(lines.length, "{n} line", "{n} lines"),
        instance,
      }),
      consequence: t("{count}, typed as if by hand, each line followed by Enter.", {
        count: t.many(text.length, "{n} character", "{n} characters"),
      }),
      action: t("Type it"),
    };
    if (!isBig(paste) || (await ask(question)) !== undefined) start(lines);
  };

  return (
    <form
      ref={form}
      aria-label={t("Paste")}
      className="mt-2 flex flex-col gap-2 rounded-md border border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (blocked === undefined && lines.length > 0 && !isRunning) void send();
      }}
    >
      <Field
        label={t("Text to type into the guest")}
        hint={[
          `${t.many(lines.length, "{n} line", "{n} lines")}, ${t.many(text.length, "{n} character", "{n} characters")}.`,
          t("Enter is typed at each line break, and only there."),
          leftOut === 0
            ? []
            : t.many(leftOut, "{n} control character left out.", "{n} control characters left out."),
        ]
          .flat()
          .join(" ")}
      >
        {(control) => (
          <TextArea
            {...control}
            autoFocus
            rows={Math.min(12, Math.max(4, lines.length + 1))}
            className="font-mono text-small"
            readOnly={isRunning}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        {isRunning ? (
          <>
            <span role="status" className="flex items-center gap-2">
              {progress.status === "stalled"
                ? t(
                    "{instance} does not answer: it has written nothing for a second. {count} of {all} left.",
                    { instance, count: t.many(progress.left, "{n} line", "{n} lines"), all: progress.of },
                  )
                : t("{count} of {all} left", {
                    count: t.many(progress.left, "{n} line", "{n} lines"),
                    all: progress.of,
                  })}
            </span>
            {progress.status === "stalled" && <Button onClick={goOn}>{t("Go on typing")}</Button>}
            <Button onClick={() => keep(stop())}>{t("Stop")}</Button>
          </>
        ) : (
          <>
            <Button
              type="submit"
              blocked={blocked ?? (lines.length === 0 ? t("There is no text yet.") : undefined)}
            >
              {t("Type it")}
            </Button>
            <Button look="quiet" onClick={onClose}>
              {t("Close")}
            </Button>
          </>
        )}
      </div>
    </form>
  );
}

"use client";

import { Button } from "#components/ui/button.tsx";
import { Field, TextArea } from "#components/ui/field.tsx";
import { useAsk } from "#lib/confirm.ts";
import { count } from "#lib/format.ts";
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
      title: `Type ${count(lines.length, "line")} into ${instance}?`,
      consequence: `${count(text.length, "character")}, typed as if by hand, each line followed by Enter.`,
      action: "Type it",
    };
    if (!isBig(paste) || (await ask(question)) !== undefined) start(lines);
  };

  return (
    <form
      ref={form}
      aria-label="Paste"
      className="mt-2 flex flex-col gap-2 rounded-md border border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (blocked === undefined && lines.length > 0 && !isRunning) void send();
      }}
    >
      <Field
        label="Text to type into the guest"
        hint={[
          `${count(lines.length, "line")}, ${count(text.length, "character")}.`,
          "Enter is typed at each line break, and only there.",
          leftOut === 0 ? [] : `${count(leftOut, "control character")} left out.`,
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
                ? `${instance} does not answer: it has written nothing for a second. ${count(progress.left, "line")} of ${progress.of} left.`
                : `${count(progress.left, "line")} of ${progress.of} left`}
            </span>
            {progress.status === "stalled" && <Button onClick={goOn}>Go on typing</Button>}
            <Button onClick={() => keep(stop())}>Stop</Button>
          </>
        ) : (
          <>
            <Button
              type="submit"
              blocked={blocked ?? (lines.length === 0 ? "There is no text yet." : undefined)}
            >
              Type it
            </Button>
            <Button look="quiet" onClick={onClose}>
              Close
            </Button>
          </>
        )}
      </div>
    </form>
  );
}

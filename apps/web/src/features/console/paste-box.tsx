"use client";

import { Button } from "#components/ui/button.tsx";
import { Field, TextArea } from "#components/ui/field.tsx";
import { count } from "#lib/format.ts";
import { useEffect, useRef, useState } from "react";
import { pastedLines } from "./escape-codes.ts";

interface PasteBoxProps {
  readonly blocked: string | undefined;
  readonly onLine: (line: string) => void;
  readonly onClose: () => void;
}

const betweenLinesMs = 20;

/** Text to be typed into the guest, seen before it is sent, and sent a line each 20 ms: serial lines have no brakes. */
export function PasteBox({ blocked, onLine, onClose }: PasteBoxProps) {
  const [text, setText] = useState("");
  const [left, setLeft] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const lines = pastedLines(text);
  useEffect(() => () => clearTimeout(timer.current), []);

  const send = (rest: readonly string[]) => {
    const [line, ...later] = rest;
    setLeft(rest.length);
    if (line === undefined) return onClose();
    onLine(line);
    timer.current = setTimeout(() => send(later), betweenLinesMs);
  };

  return (
    <form
      className="mt-2 flex flex-col gap-2 rounded-md border border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (blocked === undefined) send(lines);
      }}
    >
      <Field
        label="Text to type into the guest"
        hint={`${count(lines.length, "line")}, ${count(text.length, "character")}. Enter is typed at each line break, and only there.`}
      >
        {(control) => (
          <TextArea
            {...control}
            autoFocus
            rows={4}
            className="font-mono text-small"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div className="flex gap-2">
        <Button
          type="submit"
          busy={left > 0}
          blocked={blocked ?? (text === "" ? "There is no text yet." : undefined)}
        >
          {left > 0 ? `${count(left, "line")} left` : "Type it"}
        </Button>
        <Button look="quiet" onClick={onClose}>
          Close
        </Button>
      </div>
    </form>
  );
}

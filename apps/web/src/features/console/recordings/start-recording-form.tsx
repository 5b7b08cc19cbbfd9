"use client";

import { ErrorPanel } from "#components/error-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox, Field, Input } from "#components/ui/field.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useWhyForbidden } from "#lib/use-me.ts";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

interface StartRecordingFormProps {
  readonly instance: string;
  readonly port: number;
  readonly onStarted: () => void;
}

const longestName = 80;

/** Begins a recording. Keystrokes are left out unless somebody wants them: they hold what is not shown, such as passwords. */
export function StartRecordingForm({ instance, port, onStarted }: StartRecordingFormProps) {
  const t = useT();
  const trpc = useTRPC();
  const [name, setName] = useState("");
  const [withInput, setWithInput] = useState(false);
  const forbidden = useWhyForbidden("operator");
  const start = useMutation(
    trpc.console.startRecording.mutationOptions({
      onSuccess: () => {
        setName("");
        setWithInput(false);
        onStarted();
      },
    }),
  );
  return (
    <form
      aria-label={t("New recording")}
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (forbidden === undefined && name.trim() !== "") start.mutate({ instance, port, name, withInput });
      }}
    >
      <div className="flex flex-wrap items-end gap-x-3 gap-y-2">
        <Field label={t("Name")} className="w-64 max-md:w-full">
          {(control) => (
            <Input
              {...control}
              maxLength={longestName}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Checkbox
          className="min-h-8"
          label={t("With keystrokes")}
          checked={withInput}
          onChange={(event) => setWithInput(event.target.checked)}
        />
        <Button
          type="submit"
          className="h-8"
          busy={start.isPending}
          blocked={forbidden ?? (name.trim() === "" ? t("It needs a name.") : undefined)}
        >
          {t("Start recording")}
        </Button>
      </div>
      {withInput && (
        <p className="text-small text-warn-text">
          {t("Everything that anybody types will be in it as it was typed, passwords too.")}
        </p>
      )}
      {start.isError && <ErrorPanel title={t("Not started")} error={errorBodyOf(start.error)} />}
    </form>
  );
}

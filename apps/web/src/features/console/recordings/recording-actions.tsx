"use client";

import { Button } from "#components/ui/button.tsx";
import { useTRPC, useTRPCClient } from "#lib/agent-client.ts";
import { useAsk } from "#lib/confirm.ts";
import { isolated } from "#lib/isolated.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useNotices } from "#lib/notices.tsx";
import { useWhyForbidden } from "#lib/use-me.ts";
import type { Recording } from "@gantry/kvm-core/model";
import { useMutation } from "@tanstack/react-query";
import { saveFile } from "../log/save-file.ts";
import { recordingText } from "./recording-text.ts";

interface RecordingActionsProps {
  readonly instance: string;
  readonly recording: Recording;
  readonly onPlay: () => void;
  readonly onChanged: () => void;
}

const quiet = "h-6 px-1.5 text-small";

/** What can be done with a recording that has ended. */
export function RecordingActions({ instance, recording, onPlay, onChanged }: RecordingActionsProps) {
  const t = useT();
  const { id, name } = recording;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const ask = useAsk();
  const { report } = useNotices();
  const forbidden = useWhyForbidden("operator");
  const download = useMutation({
    mutationFn: () => recordingText(client, { instance, id }),
    onSuccess: (text) => saveFile(`${fileName(`${instance}-${name}`)}.cast`, [text]),
    onError: (error) => report(t("Download {name}", { name: isolated(name) }), error),
  });
  const remove = useMutation(
    trpc.console.deleteRecording.mutationOptions({
      onSuccess: onChanged,
      onError: (error) => report(t("Delete {name}", { name: isolated(name) }), error),
    }),
  );
  const askAndRemove = async () => {
    const answer = await ask({
      title: t("Delete the recording {name}?", { name: isolated(name) }),
      consequence: t("What was recorded of {instance} under this name is gone for good.", { instance }),
      action: t("Delete"),
    });
    if (answer !== undefined) remove.mutate({ instance, id });
  };
  return (
    <span className="flex gap-1">
      <Button look="quiet" className={quiet} aria-label={t("Play {name}", { name })} onClick={onPlay}>
        {t("Play")}
      </Button>
      <Button
        look="quiet"
        className={quiet}
        aria-label={t("Download {name}", { name })}
        busy={download.isPending}
        onClick={() => download.mutate()}
      >
        {t("Download")}
      </Button>
      <Button
        look="quiet"
        className={quiet}
        aria-label={t("Delete {name}", { name })}
        blocked={forbidden}
        busy={remove.isPending}
        onClick={() => void askAndRemove()}
      >
        {t("Delete…")}
      </Button>
    </span>
  );
}

/** A name that every file system takes. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 100);
}

"use client";

import { Button } from "#components/ui/button.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { useAsk } from "#lib/confirm.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useNotices } from "#lib/notices.tsx";
import { useWhyForbidden } from "#lib/use-me.ts";
import { useMutation } from "@tanstack/react-query";

interface ClearLogButtonProps {
  readonly instance: string;
  readonly port: number;
  readonly onCleared: () => void;
}

/** Forgets what the guest wrote, after a question: nothing brings it back. */
export function ClearLogButton({ instance, port, onCleared }: ClearLogButtonProps) {
  const t = useT();
  const trpc = useTRPC();
  const ask = useAsk();
  const { report } = useNotices();
  const forbidden = useWhyForbidden("operator");
  const clear = useMutation(
    trpc.console.clear.mutationOptions({
      onSuccess: onCleared,
      onError: (error) => report(t("Clear the log of {instance}", { instance }), error),
    }),
  );
  const press = async () => {
    const answer = await ask({
      title: t("Clear the log of {instance}?", { instance }),
      consequence: t(
        "Everything its guest wrote so far on this port is forgotten, all boots, and who did it stands in the audit trail. The guest runs on.",
      ),
      action: t("Clear the log"),
    });
    if (answer !== undefined) clear.mutate({ instance, port });
  };
  return (
    <Button
      look="quiet"
      className="h-7 px-2 text-small"
      blocked={forbidden}
      busy={clear.isPending}
      onClick={() => void press()}
    >
      {t("Clear log…")}
    </Button>
  );
}

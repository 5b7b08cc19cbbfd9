"use client";

import { Button } from "#components/ui/button.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { useAsk } from "#lib/confirm.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useNotices } from "#lib/notices.tsx";
import { useWhyForbidden } from "#lib/use-me.ts";
import type { Image, Upload } from "@gantry/kvm-core/model";
import { useMutation } from "@tanstack/react-query";

/** Deletes an image, after asking; says why when it cannot be. */
export function DeleteImageButton({ image, onDone }: { image: Image; onDone: () => void }) {
  const t = useT();
  const trpc = useTRPC();
  const ask = useAsk();
  const { report } = useNotices();
  const forbidden = useWhyForbidden("admin");
  const { name, host, usedBy } = image;
  const remove = useMutation(
    trpc.images.delete.mutationOptions({
      onSuccess: onDone,
      onError: (error) => report(t("Delete image {name}", { name }), error),
    }),
  );
  const needed =
    usedBy.length === 0
      ? undefined
      : t("The disks of {instances} need it.", { instances: usedBy.join(", ") });
  const press = async () => {
    const answer = await ask({
      title: t("Delete image {name}?", { name }),
      consequence: t("Its file on {host} is removed. Instances that have a copy of it are not touched.", {
        host,
      }),
      action: t("Delete"),
    });
    if (answer !== undefined) remove.mutate({ name, host });
  };
  return (
    <Button
      look="quiet"
      aria-label={t("Delete image {name}", { name })}
      blocked={forbidden ?? needed}
      busy={remove.isPending}
      onClick={() => void press()}
    >
      {t("Delete")}
    </Button>
  );
}

/** Forgets an upload that nobody goes on with. */
export function DiscardUploadButton({ upload, onDone }: { upload: Upload; onDone: () => void }) {
  const t = useT();
  const trpc = useTRPC();
  const { report } = useNotices();
  const forbidden = useWhyForbidden("operator");
  const { id, host, name } = upload;
  const discard = useMutation(
    trpc.images.discardUpload.mutationOptions({
      onSuccess: onDone,
      onError: (error) => report(t("Discard the upload of {name}", { name }), error),
    }),
  );
  return (
    <Button
      aria-label={t("Discard the upload of {name}", { name })}
      blocked={forbidden}
      busy={discard.isPending}
      onClick={() => discard.mutate({ id, host })}
    >
      {t("Discard")}
    </Button>
  );
}

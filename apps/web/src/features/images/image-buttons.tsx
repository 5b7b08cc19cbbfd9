"use client";

import { Button } from "#components/ui/button.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { useAsk } from "#lib/confirm.ts";
import { useNotices } from "#lib/notices.tsx";
import { useWhyForbidden } from "#lib/use-me.ts";
import type { Image, Upload } from "@gantry/kvm-core/model";
import { useMutation } from "@tanstack/react-query";

/** Deletes an image, after asking; says why when it cannot be. */
export function DeleteImageButton({ image, onDone }: { image: Image; onDone: () => void }) {
  const trpc = useTRPC();
  const ask = useAsk();
  const { report } = useNotices();
  const forbidden = useWhyForbidden("admin");
  const { name, host, usedBy } = image;
  const remove = useMutation(
    trpc.images.delete.mutationOptions({
      onSuccess: onDone,
      onError: (error) => report(`Delete image ${name}`, error),
    }),
  );
  const needed = usedBy.length === 0 ? undefined : `The disks of ${usedBy.join(", ")} need it.`;
  const press = async () => {
    const answer = await ask({
      title: `Delete image ${name}?`,
      consequence: `Its file on ${host} is removed. Instances that have a copy of it are not touched.`,
      action: "Delete",
    });
    if (answer !== undefined) remove.mutate({ name, host });
  };
  return (
    <Button
      look="quiet"
      aria-label={`Delete image ${name}`}
      blocked={forbidden ?? needed}
      busy={remove.isPending}
      onClick={() => void press()}
    >
      Delete
    </Button>
  );
}

/** Forgets an upload that nobody goes on with. */
export function DiscardUploadButton({ upload, onDone }: { upload: Upload; onDone: () => void }) {
  const trpc = useTRPC();
  const { report } = useNotices();
  const forbidden = useWhyForbidden("operator");
  const { id, host, name } = upload;
  const discard = useMutation(
    trpc.images.discardUpload.mutationOptions({
      onSuccess: onDone,
      onError: (error) => report(`Discard the upload of ${name}`, error),
    }),
  );
  return (
    <Button
      aria-label={`Discard the upload of ${name}`}
      blocked={forbidden}
      busy={discard.isPending}
      onClick={() => discard.mutate({ id, host })}
    >
      Discard
    </Button>
  );
}

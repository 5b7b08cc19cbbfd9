"use client";

import type { Operation } from "@gantry/kvm-core/model";
import { useMutation } from "@tanstack/react-query";
import { useTRPC } from "./agent-client.ts";
import { useT } from "./messages/messages-provider.tsx";
import { useNotices } from "./notices.tsx";
import { cancelTitle } from "./operation-words.ts";
import { useWhyForbidden } from "./use-me.ts";

/** May this operation be cancelled, why not, do it. Whether it was cancelled is told by the operation itself. */
export function useCancelOperation(operation: Operation) {
  const t = useT();
  const trpc = useTRPC();
  const { report } = useNotices();
  const forbidden = useWhyForbidden("operator");
  const cancel = useMutation(
    trpc.operations.cancel.mutationOptions({
      onError: (error) => report(cancelTitle(operation, t), error),
    }),
  );
  return {
    blocked: forbidden ?? (operation.mayCancel ? undefined : t("It has gone too far to be cancelled.")),
    busy: cancel.isPending,
    run: () => cancel.mutate({ id: operation.id }),
  };
}

"use client";

import { Button } from "#components/ui/button.tsx";
import { useTRPCClient } from "#lib/agent-client.ts";
import { formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useNotices } from "#lib/notices.tsx";
import { useOperations } from "#lib/use-live.ts";
import type { InstanceDetail, InstanceSummary } from "@gantry/kvm-core/model";
import { useState } from "react";
import { type Detached, lastDetached } from "./detached.ts";
import { useWhyNot } from "./use-why-not.ts";

interface AttachAgainProps {
  readonly kind: Detached["kind"];
  readonly instance: InstanceSummary;
  readonly detail: InstanceDetail;
}

/** Takes the last detaching back: one press, and the device is there with all that it had. */
export function AttachAgain({ kind, instance, detail }: AttachAgainProps) {
  const t = useT();
  const client = useTRPCClient();
  const { report } = useNotices();
  const why = useWhyNot(instance)("plug");
  const [isBusy, setBusy] = useState(false);
  const detached = lastDetached(kind, detail.spec, useOperations() ?? []);
  if (detached === undefined) return null;
  const { name, operation } = detached;
  const title = t("Attach {name} again", { name });
  const attach = async () => {
    setBusy(true);
    try {
      if (detached.kind === "disk") await client.disks.attach.mutate(detached.attach);
      else await client.nics.attach.mutate(detached.attach);
    } catch (error) {
      report(title, error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-dim">
      {t("{name} was detached by {actor} at {time}.", {
        name,
        actor: operation.actor,
        time: formatTime(operation.endedAt ?? operation.createdAt, t),
      })}
      <Button
        className="text-small"
        blocked={isBusy ? undefined : why}
        busy={isBusy}
        onClick={() => void attach()}
      >
        {title}
      </Button>
    </p>
  );
}

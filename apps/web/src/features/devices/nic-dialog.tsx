"use client";

import type { InstanceDetail, InstanceSummary } from "@gantry/kvm-core/model";
import { AttachNic } from "./attach-nic.tsx";
import { DetachNic, LimitNic, LinkNic } from "./nic-dialogs.tsx";
import { nicsOf } from "./nic-facts.ts";
import { useOpenDialog } from "./use-open-dialog.ts";

interface NicDialogProps {
  readonly instance: InstanceSummary;
  readonly detail: InstanceDetail;
}

/** The dialog that the address names, if it names one that makes sense. */
export function NicDialog({ instance, detail }: NicDialogProps) {
  const { action, of, close } = useOpenDialog();
  if (action === "attach") return <AttachNic instance={instance} detail={detail} onClose={close} />;
  const known = nicsOf(detail).find(({ reference }) => reference === of);
  if (known === undefined) return null;
  const about = { instance, detail, known, onClose: close };
  switch (action) {
    case "link":
      return <LinkNic {...about} />;
    case "limit":
      return <LimitNic {...about} />;
    case "detach":
      return <DetachNic {...about} />;
    default:
      return null;
  }
}

"use client";

import type { InstanceDetail, InstanceSummary } from "@gantry/kvm-core/model";
import { AttachDisk } from "./attach-disk.tsx";
import { BackUpDisks } from "./back-up-disks.tsx";
import { EjectMedium, InsertMedium } from "./change-medium.tsx";
import { DetachDisk } from "./detach-disk.tsx";
import { LimitDisk } from "./limit-disk.tsx";
import { ResizeDisk } from "./resize-disk.tsx";
import { useOpenDialog } from "./use-open-dialog.ts";

interface DiskDialogProps {
  readonly instance: InstanceSummary;
  readonly detail: InstanceDetail;
}

/** The dialog that the address names, if it names one that makes sense. */
export function DiskDialog({ instance, detail }: DiskDialogProps) {
  const { action, of, close } = useOpenDialog();
  if (action === "attach") return <AttachDisk instance={instance} detail={detail} onClose={close} />;
  if (action === "backup") return <BackUpDisks instance={instance} detail={detail} onClose={close} />;
  const disk = detail.spec.disks.find(({ name }) => name === of);
  if (disk === undefined) return null;
  const about = { instance, detail, disk, onClose: close };
  switch (action) {
    case "resize":
      return <ResizeDisk {...about} />;
    case "limit":
      return <LimitDisk {...about} />;
    case "insert":
      return <InsertMedium {...about} />;
    case "eject":
      return <EjectMedium {...about} />;
    case "detach":
      return <DetachDisk {...about} />;
    default:
      return null;
  }
}

"use client";

import { StatusBadge } from "#components/status-badge.tsx";
import { useOperations } from "#lib/use-live.ts";
import { isEnded, type OperationKind } from "@gantry/kvm-core/model";

const words: Partial<Record<OperationKind, string>> = {
  "disk.attach": "being plugged in",
  "disk.detach": "the guest is asked to let it go",
  "disk.resize": "being enlarged",
  "disk.limit": "being limited",
  "disk.change": "CD is being changed",
  "disk.backup": "being backed up",
  "nic.detach": "the guest is asked to let it go",
  "nic.link": "link is being changed",
  "nic.limit": "being limited",
  "snapshot.take": "being taken",
  "snapshot.revert": "being reverted to",
  "snapshot.delete": "being deleted",
};

/** What is being done to a device at this moment, by whomever. `parts` are its names: an interface has two. */
export function DeviceBusy({ instance, parts }: { instance: string; parts: readonly string[] }) {
  const operation = useOperations()?.find(
    (one) =>
      one.instance === instance &&
      !isEnded(one) &&
      one.part?.split(", ").some((part) => parts.includes(part)) === true,
  );
  const word = operation === undefined ? undefined : words[operation.kind];
  if (operation === undefined || word === undefined) return null;
  return <StatusBadge tone="busy" word={[word, operation.progress?.text ?? []].flat().join(", ")} />;
}

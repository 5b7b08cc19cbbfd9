"use client";

import { StatusBadge } from "#components/status-badge.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg } from "#lib/messages/translate.ts";
import { useOperations } from "#lib/use-live.ts";
import { isEnded, type OperationKind } from "@gantry/kvm-core/model";

const words: Partial<Record<OperationKind, Message>> = {
  "disk.attach": msg("being plugged in"),
  "disk.detach": msg("the guest is asked to let it go"),
  "disk.resize": msg("being enlarged"),
  "disk.limit": msg("being limited"),
  "disk.change": msg("CD is being changed"),
  "disk.backup": msg("being backed up"),
  "nic.detach": msg("the guest is asked to let it go"),
  "nic.link": msg("link is being changed"),
  "nic.limit": msg("being limited"),
  "snapshot.take": msg("being taken"),
  "snapshot.revert": msg("being reverted to"),
  "snapshot.delete": msg("being deleted"),
};

/** What is being done to a device at this moment, by whomever. `parts` are its names: an interface has two. */
export function DeviceBusy({ instance, parts }: { instance: string; parts: readonly string[] }) {
  const t = useT();
  const operation = useOperations()?.find(
    (one) =>
      one.instance === instance &&
      !isEnded(one) &&
      one.part?.split(", ").some((part) => parts.includes(part)) === true,
  );
  const word = operation === undefined ? undefined : words[operation.kind];
  if (operation === undefined || word === undefined) return null;
  return <StatusBadge tone="busy" word={[t.of(word), operation.progress?.text ?? []].flat().join(", ")} />;
}

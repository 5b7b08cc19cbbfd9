"use client";

import { FormDialog } from "#components/form-dialog.tsx";
import { useTRPCClient } from "#lib/agent-client.ts";
import { formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type InstanceSummary, type Snapshot, snapshotInput } from "@gantry/kvm-core/model";
import { isLive } from "./disk-facts.ts";
import { useSubmission } from "./use-submission.ts";
import { useWhyNot } from "./use-why-not.ts";

interface SnapshotDialogProps {
  readonly instance: InstanceSummary;
  readonly snapshot: Snapshot;
  readonly onClose: () => void;
}

/** Makes the instance what it was; says what is lost. */
export function RevertToSnapshot({ instance, snapshot, onClose }: SnapshotDialogProps) {
  const t = useT();
  const client = useTRPCClient();
  const form = useSubmission({
    schema: snapshotInput,
    send: (wanted) => client.snapshots.revert.mutate(wanted),
    onDone: onClose,
  });
  const input = { instance: instance.name, name: snapshot.name };
  const at = formatTime(snapshot.takenAt, t);
  const disks = snapshot.disks.map(({ disk }) => disk).join(", ");
  const why = useWhyNot(instance)("revert");
  return (
    <FormDialog
      title={t("Revert {instance} to {snapshot}", { instance: instance.name, snapshot: snapshot.name })}
      danger
      consequence={
        <>
          <p>{t("All that was written to {disks} since {at} is lost for ever.", { disks, at })}</p>
          <p>
            {isLive(instance.state)
              ? t(
                  "What the guest does now is lost too: it goes on from what it did at {at}. Its console keeps its past.",
                  { at },
                )
              : t("It stays as it is; its next start boots from these disks.")}
          </p>
        </>
      }
      action={t("Revert")}
      blocked={form.busy ? undefined : why}
      busy={form.busy}
      progress={form.progress ?? t("Reverting.")}
      error={form.error}
      others={form.others}
      otherWays={{
        command: ["snapshot", "revert", instance.name, snapshot.name],
        procedure: "snapshots.revert",
        input,
      }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    />
  );
}

/** Forgets a moment; the present is not touched. */
export function DeleteSnapshot({ instance, snapshot, onClose }: SnapshotDialogProps) {
  const t = useT();
  const client = useTRPCClient();
  const form = useSubmission({
    schema: snapshotInput,
    send: (wanted) => client.snapshots.delete.mutate(wanted),
    onDone: onClose,
  });
  const input = { instance: instance.name, name: snapshot.name };
  const why = useWhyNot(instance)("snapshot");
  return (
    <FormDialog
      title={t("Delete snapshot {snapshot} of {instance}", {
        snapshot: snapshot.name,
        instance: instance.name,
      })}
      danger
      consequence={t("{name} cannot go back to {takenAt} any more. What it is now is not touched.", {
        name: instance.name,
        takenAt: formatTime(snapshot.takenAt, t),
      })}
      action={t("Delete")}
      blocked={form.busy ? undefined : why}
      busy={form.busy}
      progress={form.progress ?? t("Deleting it.")}
      error={form.error}
      others={form.others}
      otherWays={{
        command: ["snapshot", "delete", instance.name, snapshot.name],
        procedure: "snapshots.delete",
        input,
      }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    />
  );
}

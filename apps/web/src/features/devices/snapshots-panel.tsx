"use client";

import { type Column, DataTable } from "#components/data-table.tsx";
import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { MoreIcon } from "#components/icons.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Menu, type MenuItem } from "#components/ui/menu.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { formatBytes, formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import type { InstanceDetail, InstanceSummary, Snapshot } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import { DeviceBusy } from "./device-busy.tsx";
import { isLive, whyNoSnapshots } from "./disk-facts.ts";
import { DeleteSnapshot, RevertToSnapshot } from "./snapshot-dialogs.tsx";
import { TakeSnapshot } from "./take-snapshot.tsx";
import { useOpenDialog } from "./use-open-dialog.ts";
import { useWhyNot } from "./use-why-not.ts";

interface SnapshotsPanelProps {
  readonly instance: InstanceSummary;
  readonly detail: InstanceDetail;
}

/** Moments that can be gone back to, and taking one. */
export function SnapshotsPanel({ instance, detail }: SnapshotsPanelProps) {
  const t = useT();
  const trpc = useTRPC();
  const impossible = whyNoSnapshots(detail.spec, t);
  const dialog = useOpenDialog();
  const whyNot = useWhyNot(instance);
  const list = useQuery({
    ...trpc.snapshots.list.queryOptions({ instance: instance.name }),
    // Which disks lack one changes with the disks.
    staleTime: 0,
    // Of a suspended one the images are in nobody's hands; of one that does not answer nothing can be read.
    enabled: impossible === undefined && instance.state !== "unknown" && instance.state !== "unresponsive",
  });
  const snapshots = list.data?.snapshots;
  const named = snapshots?.find(({ name }) => name === dialog.of);
  return (
    <Panel
      title={t("Snapshots")}
      aside={
        <Button
          className="-my-1 text-small"
          blocked={impossible ?? whyNot("snapshot")}
          onClick={() => dialog.open("snapshot")}
        >
          {t("Take snapshot…")}
        </Button>
      }
    >
      {impossible !== undefined ? (
        <p className="break-words text-dim">{t("It can have none. {impossible}", { impossible })}</p>
      ) : list.isError ? (
        <ErrorPanel title={t("The snapshots could not be read")} error={errorBodyOf(list.error)} />
      ) : snapshots === undefined ? (
        list.isFetching && <Loading what={t("the snapshots")} />
      ) : snapshots.length === 0 ? (
        <p className="text-dim">{t("None has been taken.")}</p>
      ) : (
        <SnapshotTable instance={instance} snapshots={snapshots} />
      )}
      {dialog.action === "snapshot" && impossible === undefined && (
        <TakeSnapshot instance={instance} detail={detail} onClose={dialog.close} />
      )}
      {dialog.action === "revert" && named !== undefined && (
        <RevertToSnapshot instance={instance} snapshot={named} onClose={dialog.close} />
      )}
      {dialog.action === "delete-snapshot" && named !== undefined && (
        <DeleteSnapshot instance={instance} snapshot={named} onClose={dialog.close} />
      )}
    </Panel>
  );
}

function SnapshotTable({
  instance,
  snapshots,
}: {
  instance: InstanceSummary;
  snapshots: readonly Snapshot[];
}) {
  const t = useT();
  const { open } = useOpenDialog();
  const whyNot = useWhyNot(instance);
  const actions = (snapshot: Snapshot): readonly MenuItem[] => [
    {
      label: t("Revert…"),
      blocked: whyNot("revert") ?? whyNotRevert(snapshot, instance, t),
      danger: true,
      onSelect: () => open("revert", snapshot.name),
    },
    {
      label: t("Delete…"),
      blocked: whyNot("snapshot"),
      danger: true,
      onSelect: () => open("delete-snapshot", snapshot.name),
    },
  ];
  return (
    <DataTable
      label={t("Snapshots of {name}", { name: instance.name })}
      columns={columnsOf(instance.name, actions, t)}
      rows={snapshots.toReversed()}
      keyOf={({ name }) => name}
    />
  );
}

function columnsOf(
  instance: string,
  actions: (snapshot: Snapshot) => readonly MenuItem[],
  t: Translate,
): readonly Column<Snapshot>[] {
  return [
    {
      id: "name",
      title: t("Name"),
      width: "minmax(96px, 2fr)",
      cell: ({ name }) => (
        <div className="flex min-w-0 flex-col">
          <span className="truncate font-medium">{name}</span>
          <DeviceBusy instance={instance} parts={[name]} />
        </div>
      ),
    },
    {
      id: "at",
      title: t("Taken"),
      width: "minmax(80px, 1fr)",
      cell: ({ takenAt }) => <time dateTime={takenAt}>{formatTime(takenAt, t)}</time>,
    },
    {
      id: "memory",
      title: t("Memory"),
      width: "minmax(72px, 1fr)",
      cell: ({ memory, memoryBytes }) => (memory ? formatBytes(memoryBytes, t) : t("without")),
    },
    {
      id: "disks",
      title: t("Disks"),
      width: "minmax(96px, 2fr)",
      wide: true,
      cell: ({ disks }) =>
        disks.map(({ disk, present }) => (present ? disk : t("{disk} lacks it", { disk }))).join(", "),
    },
    {
      id: "actions",
      title: t("Actions"),
      width: "48px",
      quiet: true,
      cell: (snapshot) => (
        <Menu
          label={t("Actions for snapshot {name}", { name: snapshot.name })}
          className="size-7 px-0!"
          items={actions(snapshot)}
        >
          <MoreIcon />
        </Menu>
      ),
    },
  ];
}

function whyNotRevert(snapshot: Snapshot, { state }: InstanceSummary, t: Translate): string | undefined {
  const lacking = snapshot.disks.filter(({ present }) => !present).map(({ disk }) => disk);
  if (lacking.length > 0)
    return t("Its disk {disks} came later and has no such snapshot.", { disks: lacking.join(", ") });
  if (!snapshot.memory && isLive(state)) return t("It holds no memory; stop the instance first.");
  return undefined;
}

"use client";

import { type Column, DataTable } from "#components/data-table.tsx";
import { MoreIcon } from "#components/icons.tsx";
import { Meter } from "#components/meter.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import { Menu, type MenuItem } from "#components/ui/menu.tsx";
import { diskExtras } from "#lib/device-words.ts";
import { formatBytes } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import type { DiskSpec, InstanceDetail, InstanceSummary } from "@gantry/kvm-core/model";
import { DeviceBusy } from "./device-busy.tsx";
import { type KnownSize, sizeOf, sizeText, sourceText, whyNotDetach, whyNotResize } from "./disk-facts.ts";
import { useOpenDialog } from "./use-open-dialog.ts";
import { useWhyNot } from "./use-why-not.ts";

interface DiskRow {
  readonly disk: DiskSpec;
  readonly size: KnownSize;
  readonly ioStatus: string | undefined;
}

/** Every disk with what it is, how large it is, how it fares and what can be done with it. */
export function DiskTable({ instance, detail }: { instance: InstanceSummary; detail: InstanceDetail }) {
  const t = useT();
  const actions = useDiskActions(instance);
  const rows = detail.spec.disks.map((disk) => ({
    disk,
    size: sizeOf(detail, disk.name),
    ioStatus: detail.figures?.disks.find((one) => one.name === disk.name)?.ioStatus,
  }));
  return (
    <DataTable
      label={t("Disks of {name}", { name: instance.name })}
      columns={columnsOf(instance, actions, t)}
      rows={rows}
      keyOf={({ disk }) => disk.name}
    />
  );
}

function columnsOf(
  instance: InstanceSummary,
  actions: (row: DiskRow) => readonly MenuItem[],
  t: Translate,
): readonly Column<DiskRow>[] {
  return [
    {
      id: "name",
      title: t("Name"),
      width: "minmax(88px, 1fr)",
      cell: (row) => <NameCell row={row} instance={instance.name} />,
    },
    {
      id: "source",
      title: t("Source"),
      width: "minmax(160px, 2.4fr)",
      wide: true,
      cell: ({ disk }) => <Source disk={disk} />,
    },
    {
      id: "bus",
      title: t("Bus and format"),
      width: "minmax(108px, 1fr)",
      wide: true,
      cell: ({ disk }) => <span className="whitespace-normal">{kindText(disk, t)}</span>,
    },
    {
      id: "size",
      title: t("Size"),
      width: "minmax(128px, 1fr)",
      cell: ({ disk, size }) => ("empty" in disk.source ? "" : <Size size={size} />),
    },
    {
      id: "limits",
      title: t("Limits"),
      width: "minmax(104px, 1.2fr)",
      wide: true,
      cell: ({ disk }) => <Extras disk={disk} />,
    },
    {
      id: "actions",
      title: t("Actions"),
      width: "48px",
      quiet: true,
      cell: (row) => (
        <Menu
          label={t("Actions for disk {name}", { name: row.disk.name })}
          className="size-7 px-0!"
          items={actions(row)}
        >
          <MoreIcon />
        </Menu>
      ),
    },
  ];
}

function useDiskActions(instance: InstanceSummary): (row: DiskRow) => readonly MenuItem[] {
  const t = useT();
  const { open } = useOpenDialog();
  const whyNot = useWhyNot(instance);
  const { state } = instance;
  return ({ disk }) => {
    const plug = whyNot("plug");
    const item = (label: string, action: string, blocked: string | undefined, danger = false): MenuItem => ({
      label,
      blocked,
      danger,
      onSelect: () => open(action, disk.name),
    });
    const isEmpty = "empty" in disk.source;
    return [
      item(t("Enlarge…"), "resize", plug ?? whyNotResize(disk, state, t)),
      item(t("Limit…"), "limit", plug),
      ...(disk.bus === "cdrom"
        ? [
            item(isEmpty ? t("Insert CD…") : t("Change CD…"), "insert", plug),
            item(t("Eject CD…"), "eject", plug ?? (isEmpty ? t("There is no CD in the drive.") : undefined)),
          ]
        : []),
      { ...item(t("Detach…"), "detach", plug ?? whyNotDetach(disk, state, t), true), apart: true },
    ];
  };
}

function NameCell({ row: { disk, ioStatus }, instance }: { row: DiskRow; instance: string }) {
  const t = useT();
  return (
    <div className="flex min-w-0 flex-col py-1">
      <span className="truncate font-medium">{disk.name}</span>
      <div className="flex flex-col text-dim md:hidden">
        <Source disk={disk} />
        <span className="whitespace-normal">{kindText(disk, t)}</span>
        {diskExtras(disk, t).map((text) => (
          <span key={text} className="whitespace-normal break-words">
            {text}
          </span>
        ))}
      </div>
      {ioStatus !== undefined && ioStatus !== "ok" && (
        <StatusBadge tone="bad" word={ioStatus === "nospace" ? t("no space left") : t("failed")} />
      )}
      <DeviceBusy instance={instance} parts={[disk.name]} />
    </div>
  );
}

function Source({ disk }: { disk: DiskSpec }) {
  const t = useT();
  if ("empty" in disk.source)
    return <span className="whitespace-normal text-dim">{sourceText(disk, t)}</span>;
  return <span className="font-mono text-small break-all whitespace-normal">{sourceText(disk, t)}</span>;
}

function Size({ size }: { size: KnownSize }) {
  const t = useT();
  const { virtualBytes, usedBytes } = size;
  return (
    <div className="flex flex-col py-1">
      <span>{sizeText(size, t)}</span>
      {usedBytes !== undefined && (
        <span className="flex items-center gap-2 text-small text-dim">
          {virtualBytes !== undefined && virtualBytes > 0 && (
            <Meter share={usedBytes / virtualBytes} className="w-8" />
          )}
          {t("{size} used", { size: formatBytes(usedBytes, t) })}
        </span>
      )}
    </div>
  );
}

function kindText({ bus, format, readOnly, source }: DiskSpec, t: Translate): string {
  if ("empty" in source) return t("CD drive");
  const kind = bus === "cdrom" ? `CD, ${format}` : `${bus}, ${format}`;
  return readOnly && bus !== "cdrom" ? t("{kind}, read only", { kind }) : kind;
}

function Extras({ disk }: { disk: DiskSpec }) {
  const t = useT();
  return <span className="whitespace-normal break-words">{diskExtras(disk, t).join(", ") || t("none")}</span>;
}

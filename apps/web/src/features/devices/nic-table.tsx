"use client";

import { type Column, DataTable } from "#components/data-table.tsx";
import { MoreIcon } from "#components/icons.tsx";
import { StatusBadge } from "#components/status-badge.tsx";
import { Menu, type MenuItem } from "#components/ui/menu.tsx";
import { formatBytes } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import type { GuestInfo, InstanceDetail, InstanceSummary } from "@gantry/kvm-core/model";
import { DeviceBusy } from "./device-busy.tsx";
import {
  addressesOf,
  forwardTexts,
  type KnownNic,
  networkText,
  nicsOf,
  rateTexts,
  whyNotLimit,
  whyNotUnplug,
} from "./nic-facts.ts";
import { useOpenDialog } from "./use-open-dialog.ts";
import { useWhyNot } from "./use-why-not.ts";

interface NicTableProps {
  readonly instance: InstanceSummary;
  readonly detail: InstanceDetail;
  /** What the guest's own agent said, if it was asked. */
  readonly guest: GuestInfo | undefined;
}

/** Every interface with what it is attached to, how it fares and what can be done with it. */
export function NicTable({ instance, detail, guest }: NicTableProps) {
  const t = useT();
  const actions = useNicActions(instance, detail);
  return (
    <DataTable
      label={t("Network interfaces of {name}", { name: instance.name })}
      columns={columnsOf({ t, instance: instance.name, guest, actions })}
      rows={nicsOf(detail)}
      keyOf={({ reference }) => reference}
    />
  );
}

interface ColumnParts {
  readonly t: Translate;
  readonly instance: string;
  readonly guest: GuestInfo | undefined;
  readonly actions: (row: KnownNic) => readonly MenuItem[];
}

function columnsOf({ instance, guest, actions, t }: ColumnParts): readonly Column<KnownNic>[] {
  return [
    {
      id: "name",
      title: t("Interface"),
      width: "minmax(160px, 1.4fr)",
      cell: (row) => <NameCell row={row} instance={instance} guest={guest} />,
    },
    {
      id: "network",
      title: t("Network"),
      width: "minmax(112px, 1.6fr)",
      wide: true,
      cell: (row) => <NetworkCell row={row} />,
    },
    {
      id: "link",
      title: t("Link"),
      width: "minmax(64px, 0.6fr)",
      cell: ({ nic }) => <StatusBadge tone={nic.link === "up" ? "running" : "off"} word={nic.link} />,
    },
    {
      id: "traffic",
      title: t("Traffic"),
      width: "minmax(104px, 1fr)",
      wide: true,
      cell: ({ receiveBytes, transmitBytes }) =>
        receiveBytes === undefined || transmitBytes === undefined ? (
          <span className="text-dim">{t("not counted")}</span>
        ) : (
          <Lines
            texts={[
              t("{size} received", { size: formatBytes(receiveBytes, t) }),
              t("{size} sent", { size: formatBytes(transmitBytes, t) }),
            ]}
          />
        ),
    },
    {
      id: "limits",
      title: t("Limits"),
      width: "minmax(96px, 1fr)",
      wide: true,
      cell: ({ nic }) => <Lines texts={nic.rate === undefined ? [t("none")] : rateTexts(nic.rate, t)} />,
    },
    {
      id: "addresses",
      title: t("Guest addresses"),
      width: "minmax(120px, 1.2fr)",
      wide: true,
      cell: ({ nic }) => <Addresses guest={guest} mac={nic.mac} />,
    },
    {
      id: "actions",
      title: t("Actions"),
      width: "48px",
      quiet: true,
      cell: (row) => (
        <Menu
          label={t("Actions for interface {reference}", { reference: row.reference })}
          className="size-7 px-0!"
          items={actions(row)}
        >
          <MoreIcon />
        </Menu>
      ),
    },
  ];
}

function useNicActions(
  instance: InstanceSummary,
  { spec }: InstanceDetail,
): (row: KnownNic) => readonly MenuItem[] {
  const t = useT();
  const { open } = useOpenDialog();
  const whyNot = useWhyNot(instance);
  return ({ nic, reference }) => {
    const plug = whyNot("plug");
    return [
      {
        label: nic.link === "up" ? t("Set link down…") : t("Set link up…"),
        blocked: plug,
        onSelect: () => open("link", reference),
      },
      { label: t("Limit…"), blocked: plug ?? whyNotLimit(nic, t), onSelect: () => open("limit", reference) },
      {
        label: t("Detach…"),
        blocked: plug ?? whyNotUnplug(nic, spec, instance.state, t),
        danger: true,
        apart: true,
        onSelect: () => open("detach", reference),
      },
    ];
  };
}

interface NameCellProps {
  readonly row: KnownNic;
  readonly instance: string;
  readonly guest: GuestInfo | undefined;
}

function NameCell({ row, instance, guest }: NameCellProps) {
  const t = useT();
  const { nic, name, reference } = row;
  return (
    <div className="flex min-w-0 flex-col py-1">
      <span className="font-medium">{name ?? t("not plugged in")}</span>
      <span className="font-mono text-small break-all whitespace-normal">
        {nic.mac ?? t("MAC at its start")}
      </span>
      <div className="text-dim md:hidden">
        <NetworkCell row={row} />
        <Lines texts={rateTexts(nic.rate, t).map((text) => t("at most {most}", { most: text }))} />
        {guest !== undefined && <Addresses guest={guest} mac={nic.mac} />}
      </div>
      <DeviceBusy instance={instance} parts={[reference, ...(name === undefined ? [] : [name])]} />
    </div>
  );
}

function NetworkCell({ row: { nic, tap } }: { row: KnownNic }) {
  const t = useT();
  return (
    <Lines
      texts={[
        tap === undefined ? networkText(nic, t) : `${networkText(nic, t)}, ${tap}`,
        ...forwardTexts(nic),
        nic.mtu === undefined ? nic.model : `${nic.model}, MTU ${nic.mtu}`,
        ...(nic.ip === undefined ? [] : [t("planned address {ip}", { ip: nic.ip })]),
      ]}
    />
  );
}

function Addresses({ guest, mac }: { guest: GuestInfo | undefined; mac: string | undefined }) {
  const t = useT();
  const addresses = addressesOf(guest, mac);
  if (guest === undefined) return <span className="text-dim">{t("not asked")}</span>;
  if (addresses === undefined) return <span className="text-dim">{t("it names no such interface")}</span>;
  if (addresses.length === 0) return <span className="text-dim">{t("none")}</span>;
  return <Lines texts={addresses} />;
}

function Lines({ texts }: { texts: readonly string[] }) {
  return (
    <div className="flex flex-col py-1">
      {texts.map((text) => (
        <span key={text} className="break-words whitespace-normal">
          {text}
        </span>
      ))}
    </div>
  );
}

"use client";

import { type Column, DataTable } from "#components/data-table.tsx";
import { Loading } from "#components/empty-state.tsx";
import { Meter } from "#components/meter.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { hostWord, StatusBadge, toneOfHost } from "#components/status-badge.tsx";
import { formatMiB } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import { useHosts } from "#lib/use-live.ts";
import { hostHref } from "#lib/addresses.ts";
import type { HostSummary } from "@gantry/kvm-core/model";
import Link from "next/link";
import { useRouter } from "next/navigation";

const columnsOf = (t: Translate): readonly Column<HostSummary>[] => [
  {
    id: "name",
    title: t("Name"),
    width: "minmax(80px, 1fr)",
    cell: (host) => (
      <Link href={hostHref(host.name)} prefetch={false} className="font-medium hover:underline">
        {host.name}
      </Link>
    ),
  },
  {
    id: "status",
    title: t("State"),
    width: "minmax(152px, 1.5fr)",
    cell: (host) => <StatusBadge tone={toneOfHost(host)} word={statusWords(host, t)} />,
  },
  { id: "instances", title: t("Instances"), width: "88px", align: "end", cell: (host) => host.instances },
  {
    id: "cpus",
    title: t("CPUs"),
    width: "72px",
    wide: "lg",
    align: "end",
    cell: (host) => host.cpus ?? "–",
  },
  {
    id: "memory",
    title: t("Memory assigned to running instances"),
    width: "minmax(224px, 3fr)",
    wide: true,
    cell: (host) => <Committed host={host} />,
  },
  {
    id: "available",
    title: t("Available now"),
    width: "120px",
    wide: "lg",
    align: "end",
    cell: (host) => mib(host.memoryAvailableMiB, t),
  },
  { id: "version", title: t("Agent"), width: "88px", wide: "xl", cell: (host) => host.version ?? "–" },
];

/** Every host and how full it is. */
export function HostsPage() {
  const t = useT();
  const hosts = useHosts();
  const router = useRouter();
  const online = hosts?.filter((host) => host.status === "online").length ?? 0;
  return (
    <PageFrame
      title={t("Hosts")}
      note={hosts === undefined ? undefined : t("{online} of {all} online", { online, all: hosts.length })}
    >
      {hosts === undefined ? (
        <Loading what={t("hosts")} />
      ) : (
        <DataTable
          label={t("Hosts")}
          columns={columnsOf(t)}
          rows={hosts}
          keyOf={(host) => host.name}
          onOpen={(host) => router.push(hostHref(host.name))}
        />
      )}
    </PageFrame>
  );
}

function statusWords(host: HostSummary, t: Translate): string {
  const word = hostWord(host, t);
  return host.self ? t("{word}, this agent", { word }) : word;
}

function Committed({ host }: { host: HostSummary }) {
  const t = useT();
  const { memoryCommittedMiB: committed, memoryTotalMiB: total } = host;
  if (committed === undefined || total === undefined || total === 0) return "–";
  return (
    <span className="inline-flex items-center gap-2">
      <Meter share={committed / total} />
      {t("{committed} of {total}", { committed: formatMiB(committed, t), total: formatMiB(total, t) })}
    </span>
  );
}

function mib(value: number | undefined, t: Translate): string {
  return value === undefined ? "–" : formatMiB(value, t);
}

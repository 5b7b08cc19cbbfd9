"use client";

import { type Column, DataTable } from "#components/data-table.tsx";
import { Loading } from "#components/empty-state.tsx";
import { Meter } from "#components/meter.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { hostWord, StatusBadge, toneOfHost } from "#components/status-badge.tsx";
import { formatMiB } from "#lib/format.ts";
import { useHosts } from "#lib/use-live.ts";
import { hostHref } from "#lib/addresses.ts";
import type { HostSummary } from "@gantry/kvm-core/model";
import Link from "next/link";
import { useRouter } from "next/navigation";

const columns: readonly Column<HostSummary>[] = [
  {
    id: "name",
    title: "Name",
    width: "minmax(96px, 1.5fr)",
    cell: (host) => (
      <Link href={hostHref(host.name)} prefetch={false} className="font-medium hover:underline">
        {host.name}
      </Link>
    ),
  },
  {
    id: "status",
    title: "State",
    width: "minmax(104px, 1.5fr)",
    cell: (host) => <StatusBadge tone={toneOfHost(host)} word={statusWords(host)} />,
  },
  { id: "instances", title: "Instances", width: "88px", align: "end", cell: (host) => host.instances },
  { id: "cpus", title: "CPUs", width: "72px", wide: true, align: "end", cell: (host) => host.cpus ?? "–" },
  {
    id: "memory",
    title: "Memory assigned to running instances",
    width: "minmax(240px, 3fr)",
    wide: true,
    cell: (host) => <Committed host={host} />,
  },
  {
    id: "available",
    title: "Available now",
    width: "120px",
    wide: true,
    align: "end",
    cell: (host) => mib(host.memoryAvailableMiB),
  },
  { id: "version", title: "Agent", width: "88px", wide: true, cell: (host) => host.version ?? "–" },
];

/** Every host and how full it is. */
export function HostsPage() {
  const hosts = useHosts();
  const router = useRouter();
  const online = hosts?.filter((host) => host.status === "online").length ?? 0;
  return (
    <PageFrame title="Hosts" note={hosts === undefined ? undefined : `${online} of ${hosts.length} online`}>
      {hosts === undefined ? (
        <Loading what="hosts" />
      ) : (
        <DataTable
          label="Hosts"
          columns={columns}
          rows={hosts}
          keyOf={(host) => host.name}
          onOpen={(host) => router.push(hostHref(host.name))}
        />
      )}
    </PageFrame>
  );
}

function statusWords(host: HostSummary): string {
  const word = hostWord(host);
  return host.self ? `${word}, this agent` : word;
}

function Committed({ host }: { host: HostSummary }) {
  const { memoryCommittedMiB: committed, memoryTotalMiB: total } = host;
  if (committed === undefined || total === undefined || total === 0) return "–";
  return (
    <span className="inline-flex items-center gap-2">
      <Meter share={committed / total} />
      {formatMiB(committed)} of {formatMiB(total)}
    </span>
  );
}

function mib(value: number | undefined): string {
  return value === undefined ? "–" : formatMiB(value);
}

"use client";

import { DoctorPanel } from "#components/doctor-panel.tsx";
import { EmptyState, Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { hostWord, StatusBadge, toneOfHost } from "#components/status-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useHosts } from "#lib/use-live.ts";
import { useUrlState } from "#lib/url-state.tsx";
import type { HostSummary } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { HostCharts } from "./host-charts.tsx";
import { CapacityPanel, MachinePanel, StoragePanel } from "./host-panels.tsx";
import { MaintenancePanel } from "./maintenance-panel.tsx";
import { HostInstances } from "./host-instances.tsx";

/** One host: capacity, what it can do, what the doctor finds. */
export function HostPage() {
  const t = useT();
  const name = useUrlState().get("name") ?? "";
  const hosts = useHosts();
  const router = useRouter();
  const host = hosts?.find((one) => one.name === name);
  if (host === undefined) {
    return (
      <PageFrame title={name === "" ? t("Host") : name}>
        {hosts === undefined ? (
          <Loading what={name} />
        ) : (
          <EmptyState
            title={
              name === ""
                ? t("No host is named in this address")
                : t("There is no host named {name}", { name })
            }
          >
            <Button onClick={() => router.push("/hosts/")}>{t("Show all hosts")}</Button>
          </EmptyState>
        )}
      </PageFrame>
    );
  }
  return (
    <PageFrame
      title={host.name}
      crumb={
        <>
          <Link href="/hosts/" prefetch={false} className="hover:underline">
            {t("Hosts")}
          </Link>
          <span aria-hidden>/</span>
        </>
      }
      note={<StatusBadge dim tone={toneOfHost(host)} word={hostWord(host, t)} />}
    >
      {host.status === "online" && <MaintenancePanel host={host} />}
      {host.status === "offline" ? <Offline host={host} /> : <HostDetails host={host} />}
      <HostInstances host={host.name} />
    </PageFrame>
  );
}

function HostDetails({ host }: { host: HostSummary }) {
  const t = useT();
  const trpc = useTRPC();
  const info = useQuery({ ...trpc.host.info.queryOptions({ host: host.name }), staleTime: 0 });
  if (info.isError)
    return <ErrorPanel title={t("The host's facts could not be read")} error={errorBodyOf(info.error)} />;
  if (info.data === undefined) return <Loading what={t("facts")} />;
  return (
    <>
      <HostCharts key={host.name} host={host.name} />
      <div className="grid items-start gap-3 xl:grid-cols-2">
        <CapacityPanel info={info.data} />
        <MachinePanel info={info.data} />
        <StoragePanel info={info.data} />
        <DoctorPanel host={host.name} />
      </div>
    </>
  );
}

function Offline({ host }: { host: HostSummary }) {
  const t = useT();
  return (
    <p className="border-l-2 border-line-strong px-3 py-0.5">
      {host.reason ?? t("Its agent does not answer.")}{" "}
      {host.lastSeen !== undefined &&
        `${t("It last answered at {time}.", { time: formatTime(host.lastSeen, t) })} `}
      {t("Its guests run on without the agent; their states are not known. It is asked again by itself.")}
    </p>
  );
}

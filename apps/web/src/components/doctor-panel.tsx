"use client";

import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useQuery } from "@tanstack/react-query";
import { Loading } from "./empty-state.tsx";
import { ErrorPanel } from "./error-panel.tsx";
import { FindingList } from "./finding-list.tsx";
import { Panel } from "./panel.tsx";
import { Button } from "./ui/button.tsx";

/** What the doctor finds on a host now, each finding with its fix. */
export function DoctorPanel({ host }: { host: string }) {
  const t = useT();
  const trpc = useTRPC();
  const doctor = useQuery({ ...trpc.host.doctor.queryOptions({ host }), staleTime: 0 });
  return (
    <Panel
      title={t("Doctor on {host}", { host })}
      aside={
        <Button
          look="quiet"
          className="h-6 text-small"
          busy={doctor.isFetching}
          onClick={() => void doctor.refetch()}
        >
          {t("Check again")}
        </Button>
      }
    >
      {doctor.isError && (
        <ErrorPanel title={t("It could not be checked")} error={errorBodyOf(doctor.error)} />
      )}
      {doctor.isPending && <Loading what={t("findings")} />}
      {doctor.data !== undefined && (
        <FindingList
          findings={doctor.data.findings.map(({ code, level, message, fix }) => ({
            key: code,
            level: level === "ok" ? "pass" : level,
            message,
            fix,
          }))}
        />
      )}
    </Panel>
  );
}

"use client";

import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useOperations } from "#lib/use-live.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import { useUrlState } from "#lib/url-state.tsx";
import { type HostSummary, isEnded } from "@gantry/kvm-core/model";
import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";

const EvacuationPlanner = lazy(() => import("./evacuation-planner.tsx"));
const EvacuationRun = lazy(() => import("./evacuation-run.tsx"));

/** Whether the host is being worked on, and the way to empty it: plan first, then run and watch. */
export function MaintenancePanel({ host }: { host: HostSummary }) {
  const t = useT();
  const { get, set } = useUrlState();
  const operations = useOperations() ?? [];
  const shown = get("evacuation");
  const operation = operations.find(
    (one) => one.kind === "host.evacuate" && one.host === host.name && (!isEnded(one) || one.id === shown),
  );
  const isPlanned = get("plan") === "open" && operation === undefined;
  return (
    <Panel
      title={t("Maintenance")}
      aside={
        operation === undefined && (
          <Button
            look="quiet"
            className="h-6 text-small"
            aria-expanded={isPlanned}
            onClick={() => set({ plan: isPlanned ? undefined : "open" })}
          >
            {isPlanned ? t("Close the plan") : t("Plan an evacuation")}
          </Button>
        )
      }
    >
      <Present host={host} />
      <Suspense fallback={<Loading what={t("the evacuation")} />}>
        {operation !== undefined && <EvacuationRun operation={operation} />}
        {isPlanned && <EvacuationPlanner host={host} />}
      </Suspense>
    </Panel>
  );
}

/** Whether it lasts, and the button that begins or ends it. */
function Present({ host }: { host: HostSummary }) {
  const t = useT();
  const trpc = useTRPC();
  const forbidden = useWhyForbidden("admin");
  const [reason, setReason] = useState("");
  const change = useMutation(trpc.hosts.maintenance.mutationOptions());
  const { maintenance, name } = host;
  return (
    <>
      {maintenance === undefined ? (
        <p>
          {t(
            "{name} takes guests. In maintenance nothing is started on it and nothing moves to it; what runs there runs on.",
            { name },
          )}
        </p>
      ) : (
        <p className="min-w-0">
          {t.rich("In maintenance since {since}, by {by}{reason}", {
            since: formatTime(maintenance.since, t),
            by: maintenance.by,
            reason:
              maintenance.reason === undefined ? (
                "."
              ) : (
                <>
                  : <bdi className="break-words">{maintenance.reason}</bdi>
                </>
              ),
          })}
        </p>
      )}
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (forbidden !== undefined || change.isPending) return;
          const on = maintenance === undefined;
          change.mutate({ host: name, on, ...(on && reason !== "" && { reason }) });
        }}
      >
        {maintenance === undefined && (
          <Field label={t("Reason")} className="w-full max-w-64">
            {(control) => (
              <Input
                {...control}
                maxLength={200}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
        )}
        <Button type="submit" blocked={forbidden} busy={change.isPending}>
          {maintenance === undefined ? t("Begin maintenance") : t("End maintenance")}
        </Button>
      </form>
      {change.isError && <ErrorPanel title={t("Not changed")} error={errorBodyOf(change.error)} />}
    </>
  );
}

"use client";

import { DoctorPanel } from "#components/doctor-panel.tsx";
import { Loading } from "#components/empty-state.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useHosts } from "#lib/use-live.ts";

/** Whether each host can do its work, and the fix where it cannot. */
export function DoctorPage() {
  const t = useT();
  const hosts = useHosts();
  return (
    <PageFrame title={t("Doctor")} note={t("what each host needs to run guests, looked at now")}>
      {hosts === undefined ? (
        <Loading what={t("hosts")} />
      ) : (
        <div className="grid items-start gap-3 xl:grid-cols-2">
          {hosts.map((host) => (
            <DoctorPanel key={host.name} host={host.name} />
          ))}
        </div>
      )}
    </PageFrame>
  );
}

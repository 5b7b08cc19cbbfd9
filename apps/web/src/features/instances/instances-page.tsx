"use client";

import { EmptyState, Loading } from "#components/empty-state.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { Button } from "#components/ui/button.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useHosts, useInstances } from "#lib/use-live.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import { useRouter } from "next/navigation";
import { InstanceList } from "./instance-list.tsx";

/** Every instance of every host. */
export function InstancesPage() {
  const t = useT();
  const instances = useInstances();
  const hosts = useHosts();
  const router = useRouter();
  const forbidden = useWhyForbidden("operator");
  const note =
    instances === undefined || hosts === undefined
      ? undefined
      : t("{number} on {hosts}", {
          number: instances.length,
          hosts: t.many(hosts.length, "{n} host", "{n} hosts"),
        });
  return (
    <PageFrame
      title={t("Instances")}
      note={note}
      actions={
        <Button look="primary" blocked={forbidden} onClick={() => router.push("/create/")}>
          {t("Create instance")}
        </Button>
      }
    >
      {instances === undefined ? (
        <Loading what={t("instances")} />
      ) : instances.length === 0 ? (
        <EmptyState title={t("No instances yet")}>
          <p>
            {t(
              "An instance is one virtual machine: its CPUs, memory, disks and network, run by QEMU on one host.",
            )}
          </p>
          <p>{t("Press Create instance to make the first.")}</p>
        </EmptyState>
      ) : (
        <InstanceList instances={instances} />
      )}
    </PageFrame>
  );
}

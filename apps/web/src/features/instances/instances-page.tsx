"use client";

import { EmptyState, Loading } from "#components/empty-state.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { Button } from "#components/ui/button.tsx";
import { count } from "#lib/format.ts";
import { useHosts, useInstances } from "#lib/use-live.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import { useRouter } from "next/navigation";
import { InstanceList } from "./instance-list.tsx";

/** Every instance of every host. */
export function InstancesPage() {
  const instances = useInstances();
  const hosts = useHosts();
  const router = useRouter();
  const forbidden = useWhyForbidden("operator");
  const note =
    instances === undefined || hosts === undefined
      ? undefined
      : `${instances.length} on ${count(hosts.length, "host")}`;
  return (
    <PageFrame
      title="Instances"
      note={note}
      actions={
        <Button look="primary" blocked={forbidden} onClick={() => router.push("/create/")}>
          Create instance
        </Button>
      }
    >
      {instances === undefined ? (
        <Loading what="instances" />
      ) : instances.length === 0 ? (
        <EmptyState title="No instances yet">
          <p>
            An instance is one virtual machine: its CPUs, memory, disks and network, run by QEMU on one host.
          </p>
          <p>Press Create instance to make the first.</p>
        </EmptyState>
      ) : (
        <InstanceList instances={instances} />
      )}
    </PageFrame>
  );
}

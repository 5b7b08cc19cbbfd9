"use client";

import { DataTable } from "#components/data-table.tsx";
import { EmptyState, Loading } from "#components/empty-state.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { Button } from "#components/ui/button.tsx";
import { count } from "#lib/format.ts";
import { useHosts, useInstances } from "#lib/use-live.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import { instanceHref } from "#lib/addresses.ts";
import { useUrlState } from "#lib/url-state.tsx";
import { useRouter } from "next/navigation";
import { FilterBar } from "./filter-bar.tsx";
import { filtered, filterOf } from "./instance-filter.ts";
import { useInstanceColumns } from "./instance-columns.tsx";

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
      {instances === undefined ? <Loading what="instances" /> : <InstanceList />}
    </PageFrame>
  );
}

function InstanceList() {
  const instances = useInstances() ?? [];
  const columns = useInstanceColumns();
  const router = useRouter();
  const { get, set } = useUrlState();
  const filter = filterOf(get);
  const rows = filtered(instances, filter);

  if (instances.length === 0) {
    return (
      <EmptyState title="No instances yet">
        <p>
          An instance is one virtual machine: its CPUs, memory, disks and network, run by QEMU on one host.
        </p>
        <p>Press Create instance to make the first.</p>
      </EmptyState>
    );
  }
  return (
    <>
      <FilterBar filter={filter} onChange={set} />
      {rows.length === 0 ? (
        <EmptyState title="No instance matches">
          <Button onClick={() => set({ state: undefined, host: undefined, q: undefined })}>Show all</Button>
        </EmptyState>
      ) : (
        <DataTable
          label="Instances"
          columns={columns}
          rows={rows}
          keyOf={(row) => row.uuid}
          onOpen={(row) => router.push(instanceHref(row.name))}
        />
      )}
    </>
  );
}

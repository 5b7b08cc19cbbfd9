"use client";

import { DataTable } from "#components/data-table.tsx";
import { EmptyState } from "#components/empty-state.tsx";
import { Button } from "#components/ui/button.tsx";
import { instanceHref } from "#lib/addresses.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useUrlState } from "#lib/url-state.tsx";
import { useAskingForUsage } from "#lib/use-usage.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { useRouter } from "next/navigation";
import { lazy, Suspense, useMemo, useState } from "react";
import { FilterBar } from "./filter-bar.tsx";
import { fixedColumns, instanceColumns, usageColumns } from "./instance-columns.tsx";
import { filtered, filterOf } from "./instance-filter.ts";
import { orderAfterPress, ordered, orderOf, sortColumns } from "./list-order.ts";
import { afterToggle, afterToggleAll, chosenOf } from "./list-selection.ts";
import { useHiddenColumns } from "./use-hidden-columns.ts";

const BulkBar = lazy(() => import("./bulk-bar.tsx"));
const ContextMenu = lazy(() => import("./context-menu.tsx"));

/** The list: filter, order and selection are in the address; the columns are remembered by this browser. */
export function InstanceList({ instances }: { instances: readonly InstanceSummary[] }) {
  const t = useT();
  const router = useRouter();
  const { get, set } = useUrlState();
  const { hidden, toggle } = useHiddenColumns();
  const [menu, setMenu] = useState<{ name: string; at: { x: number; y: number } }>();
  const filter = filterOf(get);
  const order = orderOf(get("sort"));
  const rows = ordered(filtered(instances, filter), order);
  const all = useMemo(() => instanceColumns(t), [t]);
  const columns = useMemo(() => all.filter(({ id }) => !hidden.includes(id)), [all, hidden]);
  const names = rows.map(({ name }) => name);
  const sel = get("sel");
  const chosen = chosenOf(sel, names);
  const [bulk, setBulk] = useState(false);
  // It comes with the first choice, and stays for its results when none is chosen any more.
  if (chosen.size > 0 && !bulk) setBulk(true);
  const asked = rows.find(({ name }) => name === menu?.name);

  return (
    <>
      <FilterBar
        filter={filter}
        onChange={set}
        columns={all
          .filter(({ id }) => !fixedColumns.includes(id))
          .map(({ id, title }) => ({ id, title, isShown: !hidden.includes(id) }))}
        onColumn={toggle}
      />
      {usageColumns.some((id) => !hidden.includes(id)) && <UsageAsker />}
      {bulk && (
        <Suspense>
          <BulkBar
            chosen={rows.filter(({ name }) => chosen.has(name))}
            onClear={() => set({ sel: undefined })}
          />
        </Suspense>
      )}
      {rows.length === 0 ? (
        <EmptyState title={t("No instance matches")}>
          <Button onClick={() => set({ state: undefined, host: undefined, q: undefined })}>
            {t("Show all")}
          </Button>
        </EmptyState>
      ) : (
        <DataTable
          label={t("Instances")}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.name}
          onOpen={(row) => router.push(instanceHref(row.name))}
          onMenu={(row, at) => setMenu({ name: row.name, at })}
          sorting={{
            ...order,
            columns: sortColumns,
            onSort: (column) => set({ sort: orderAfterPress(order, column) }),
          }}
          selection={{
            has: (name) => chosen.has(name),
            toggle: (name) => set({ sel: afterToggle(sel, name, names) }),
            isAll: chosen.size === names.length,
            toggleAll: () => set({ sel: afterToggleAll(sel, names) }),
            nameOf: (row) => row.name,
          }}
        />
      )}
      {menu !== undefined && asked !== undefined && (
        <Suspense>
          <ContextMenu
            key={`${menu.name} ${menu.at.x} ${menu.at.y}`}
            row={asked}
            at={menu.at}
            onClose={() => setMenu(undefined)}
          />
        </Suspense>
      )}
    </>
  );
}

/** Draws nothing, so that an answer draws nothing but the cells that changed. */
function UsageAsker() {
  useAskingForUsage();
  return null;
}

"use client";

import { MoreIcon } from "#components/icons.tsx";
import { Menu, type MenuItem } from "#components/ui/menu.tsx";
import { instanceHref } from "#lib/addresses.ts";
import { type PowerVerb, verbsToShow } from "#lib/power-verbs.ts";
import { usePowerActions } from "#lib/use-power-action.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { lazy, Suspense } from "react";

const MenuAtPoint = lazy(() => import("#components/ui/menu-at-point.tsx"));

/** What can be done with an instance from the list. */
function useRowItems(): (row: InstanceSummary) => readonly MenuItem[] {
  const action = usePowerActions();
  return (row) => {
    const verbs: readonly PowerVerb[] = [...verbsToShow(row.state), "suspend", "delete"];
    return [
      { label: "Open console", href: instanceHref(row.name, "console") },
      { label: "Migrate", href: instanceHref(row.name, "migrate") },
      ...verbs.map((verb, index) => {
        const { label, blocked, run } = action(row, verb);
        return {
          label,
          blocked,
          danger: verb === "delete" || verb === "force-stop",
          apart: index === 0 || verb === "delete",
          onSelect: () => void run(),
        };
      }),
    ];
  };
}

/** The menu at the end of a row. */
export function RowMenu({ row }: { row: InstanceSummary }) {
  const itemsOf = useRowItems();
  return (
    <Menu label={`Actions for ${row.name}`} className="size-7 px-0!" items={itemsOf(row)}>
      <MoreIcon />
    </Menu>
  );
}

/** The same menu where the pointer asked for it. */
export function ContextMenu({
  row,
  at,
  onClose,
}: {
  row: InstanceSummary;
  at: { readonly x: number; readonly y: number };
  onClose: () => void;
}) {
  const itemsOf = useRowItems();
  return (
    <Suspense>
      <MenuAtPoint label={`Actions for ${row.name}`} items={itemsOf(row)} at={at} onClose={onClose} />
    </Suspense>
  );
}

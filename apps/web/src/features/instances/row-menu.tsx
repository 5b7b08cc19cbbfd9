"use client";

import { MoreIcon } from "#components/icons.tsx";
import { MenuButton } from "#components/ui/menu.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { lazy, Suspense, useState } from "react";

const load = () => import("./row-menu-body.tsx");
const RowMenuBody = lazy(load);

/** The menu at the end of a row. What it knows of verbs is fetched, and watched, by those that are opened only. */
export function RowMenu({ row }: { row: InstanceSummary }) {
  const t = useT();
  const [wanted, setWanted] = useState(false);
  const look = { label: t("Actions for {name}", { name: row.name }), className: "size-7 px-0!" };
  const button = (
    <MenuButton {...look} onReach={load} onPress={() => setWanted(true)}>
      <MoreIcon />
    </MenuButton>
  );
  if (!wanted) return button;
  return (
    <Suspense fallback={button}>
      <RowMenuBody row={row} {...look} />
    </Suspense>
  );
}

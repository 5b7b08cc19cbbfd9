"use client";

import { MenuAtPoint } from "#components/ui/menu-at-point.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { useRowItems } from "./use-row-items.ts";

interface ContextMenuProps {
  readonly row: InstanceSummary;
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}

/** The menu of a row where the pointer asked for it. */
export default function ContextMenu({ row, ...place }: ContextMenuProps) {
  const t = useT();
  return (
    <MenuAtPoint label={t("Actions for {name}", { name: row.name })} items={useRowItems(row)} {...place} />
  );
}

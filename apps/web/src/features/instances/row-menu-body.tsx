"use client";

import { MoreIcon } from "#components/icons.tsx";
import MenuBody from "#components/ui/menu-body.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { useRowItems } from "./use-row-items.ts";

interface RowMenuBodyProps {
  readonly row: InstanceSummary;
  readonly label: string;
  readonly className: string;
}

/** The menu of a row, open from its first moment. */
export default function RowMenuBody({ row, ...look }: RowMenuBodyProps) {
  return (
    <MenuBody {...look} items={useRowItems(row)}>
      <MoreIcon />
    </MenuBody>
  );
}

"use client";

import type { MenuItem } from "#components/ui/menu.tsx";
import { instanceHref } from "#lib/addresses.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type PowerVerb, verbsToShow } from "#lib/power-verbs.ts";
import { usePowerActions } from "#lib/use-power-action.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";

/** What can be done with an instance from the list, with the reasons for what cannot. */
export function useRowItems(row: InstanceSummary): readonly MenuItem[] {
  const t = useT();
  const action = usePowerActions();
  const verbs: readonly PowerVerb[] = [...verbsToShow(row.state), "suspend", "delete"];
  return [
    { label: t("Open console"), href: instanceHref(row.name, "console") },
    { label: t("Migrate"), href: instanceHref(row.name, "migrate") },
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
}

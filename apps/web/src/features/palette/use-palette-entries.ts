"use client";

import { editHref, hostHref, instanceHref } from "#lib/addresses.ts";
import { type PowerVerb, verbsToShow } from "#lib/power-verbs.ts";
import { useHosts, useInstances } from "#lib/use-live.ts";
import { usePowerActions } from "#lib/use-power-action.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import type { PaletteEntry } from "./palette-entries.ts";

const pages = [
  ["/", "Instances"],
  ["/create/", "Create instance"],
  ["/images/", "Images"],
  ["/hosts/", "Hosts"],
  ["/operations/", "Operations"],
  ["/audit/", "Audit"],
  ["/doctor/", "Doctor"],
  ["/settings/", "Settings"],
] as const;
const tabs = ["console", "migrate"] as const;

/** All that can be gone to or done: first what is about the instance whose page this is. */
export function usePaletteEntries(): readonly PaletteEntry[] {
  const router = useRouter();
  const pathname = usePathname();
  const name = useSearchParams().get("name");
  const instances = useInstances() ?? [];
  const hosts = useHosts() ?? [];
  const action = usePowerActions();
  const present = pathname === "/instance/" ? instances.find((one) => one.name === name) : undefined;
  const to = (key: string, label: string, kind: string): PaletteEntry => ({
    ...{ key, label, kind },
    run: () => router.push(key),
  });
  const verb = (one: PowerVerb, instance: InstanceSummary): PaletteEntry => {
    const { label, blocked, run } = action(instance, one);
    const key = `${one} ${instance.name}`;
    return { key, label: `${label} ${instance.name}`, kind: "action", blocked, run: () => void run() };
  };
  const here: readonly PaletteEntry[] =
    present === undefined
      ? []
      : [
          ...tabs.map((tab) => to(instanceHref(present.name, tab), `${present.name}: ${tab}`, "tab")),
          to(editHref(present.name), `Edit ${present.name}`, "page"),
          ...[...verbsToShow(present.state), "suspend" as const, "delete" as const].map((one) =>
            verb(one, present),
          ),
        ];
  return [
    ...here,
    ...pages.map(([href, label]) => to(href, label, "page")),
    ...hosts.map((host) => to(hostHref(host.name), host.name, "host")),
    ...instances.map((one) => to(instanceHref(one.name), one.name, `instance on ${one.host}`)),
  ];
}

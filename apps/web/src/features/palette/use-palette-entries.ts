"use client";

import { editHref, hostHref, instanceHref } from "#lib/addresses.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { msg } from "#lib/messages/translate.ts";
import { type PowerVerb, verbsToShow } from "#lib/power-verbs.ts";
import { useHosts, useInstances } from "#lib/use-live.ts";
import { usePowerActions } from "#lib/use-power-action.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import type { PaletteEntry } from "./palette-entries.ts";

const pages = [
  ["/", msg("Instances")],
  ["/create/", msg("Create instance")],
  ["/images/", msg("Images")],
  ["/hosts/", msg("Hosts")],
  ["/operations/", msg("Operations")],
  ["/audit/", msg("Audit")],
  ["/doctor/", msg("Doctor")],
  ["/settings/", msg("Settings")],
] as const;
const tabs = [
  ["console", msg("console // a tab")],
  ["migrate", msg("migrate // a tab")],
] as const;

/** All that can be gone to or done: first what is about the instance whose page this is. */
export function usePaletteEntries(): readonly PaletteEntry[] {
  const t = useT();
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
    return {
      key,
      label: t("{verb} {name}", { verb: label, name: instance.name }),
      kind: t("action"),
      blocked,
      run: () => void run(),
    };
  };
  const here: readonly PaletteEntry[] =
    present === undefined
      ? []
      : [
          ...tabs.map(([tab, word]) =>
            to(instanceHref(present.name, tab), `${present.name}: ${t.of(word)}`, t("tab")),
          ),
          to(editHref(present.name), t("Edit {name}", { name: present.name }), t("page")),
          ...[...verbsToShow(present.state), "suspend" as const, "delete" as const].map((one) =>
            verb(one, present),
          ),
        ];
  return [
    ...here,
    ...pages.map(([href, label]) => to(href, t.of(label), t("page"))),
    ...hosts.map((host) => to(hostHref(host.name), host.name, t("host"))),
    ...instances.map((one) =>
      to(instanceHref(one.name), one.name, t("instance on {host}", { host: one.host })),
    ),
  ];
}

"use client";

import { Panel } from "#components/panel.tsx";
import { formatMiB } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import { useHosts } from "#lib/use-live.ts";
import type { HostSummary } from "@gantry/kvm-core/model";
import { useWatch } from "react-hook-form";
import { ChoiceField, TextField } from "./form-fields.tsx";
import type { FormValues } from "./form-values.ts";

/** A host as a line of the list, with what speaks against it. */
function hostChoice({ name, status, maintenance }: HostSummary, t: Translate): string {
  if (status !== "online") return t("{name} (does not answer)", { name });
  return maintenance === undefined ? name : t("{name} (in maintenance)", { name });
}

/** Name, host and size; of an instance that is placed already, the size alone. */
export function BasicsSection({ placedOn }: { placedOn?: string }) {
  const t = useT();
  const hosts = useHosts() ?? [];
  const wanted = useWatch<FormValues, "host">({ name: "host" });
  const chosen = placedOn ?? wanted;
  const host = hosts.find((one) => (chosen === "" ? one.self : one.name === chosen));
  const available = host?.memoryAvailableMiB;
  const self = hosts.find((one) => one.self)?.name;
  return (
    <Panel title={placedOn === undefined ? t("Basics") : t("Size")}>
      <div className="grid gap-3 sm:grid-cols-2">
        {placedOn === undefined && (
          <>
            <TextField name="name" label={t("Name")} hint={t("1–63 of a–z, 0–9, '-' and '.'")} />
            <ChoiceField
              name="host"
              label={t("Host")}
              choices={[
                ["", self === undefined ? t("this agent's host") : t("{self}, this agent", { self })],
                ...hosts.filter((one) => !one.self).map((one) => [one.name, hostChoice(one, t)] as const),
              ]}
            />
          </>
        )}
        <TextField
          name="cpus"
          label={t("vCPUs")}
          inputMode="numeric"
          hint={
            host?.cpus === undefined
              ? "1–255"
              : t("1–255; {name} has {cpus}", { name: host.name, cpus: host.cpus })
          }
        />
        <TextField
          name="memoryMiB"
          label={t("Memory (MiB)")}
          inputMode="numeric"
          hint={
            available === undefined
              ? t("16 or more")
              : t("16 or more; {available} available on {host} now", {
                  available: formatMiB(available, t),
                  host: host?.name ?? "",
                })
          }
        />
      </div>
    </Panel>
  );
}

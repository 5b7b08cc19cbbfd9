"use client";

import { Panel } from "#components/panel.tsx";
import { formatMiB } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useHosts } from "#lib/use-live.ts";
import type { HostSummary } from "@gantry/kvm-core/model";
import { useWatch } from "react-hook-form";
import { ChoiceField, TextField } from "./form-fields.tsx";
import type { FormValues } from "./form-values.ts";

/** A host as a line of the list, with what speaks against it. */
function hostChoice({ name, status, maintenance }: HostSummary): string {
  if (status !== "online") return `${name} (does not answer)`;
  return maintenance === undefined ? name : `${name} (in maintenance)`;
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
    <Panel title={placedOn === undefined ? "Basics" : "Size"}>
      <div className="grid gap-3 sm:grid-cols-2">
        {placedOn === undefined && (
          <>
            <TextField name="name" label="Name" hint="1–63 of a–z, 0–9, '-' and '.'" />
            <ChoiceField
              name="host"
              label="Host"
              choices={[
                ["", self === undefined ? "this agent's host" : `${self}, this agent`],
                ...hosts.filter((one) => !one.self).map((one) => [one.name, hostChoice(one)] as const),
              ]}
            />
          </>
        )}
        <TextField
          name="cpus"
          label="vCPUs"
          inputMode="numeric"
          hint={host?.cpus === undefined ? "1–255" : `1–255; ${host.name} has ${host.cpus}`}
        />
        <TextField
          name="memoryMiB"
          label="Memory (MiB)"
          inputMode="numeric"
          hint={
            available === undefined
              ? "16 or more"
              : `16 or more; ${formatMiB(available, t)} available on ${host?.name ?? ""} now`
          }
        />
      </div>
    </Panel>
  );
}

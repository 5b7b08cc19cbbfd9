"use client";

import { Field, TextArea } from "#components/ui/field.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useFormContext, useFormState, useWatch } from "react-hook-form";
import type { FormValues } from "../form-values.ts";
import { checkNetworkConfig, remarkText } from "./check-user-data.ts";

/** How the guest's interfaces are set up at its first boot, for networks that tell nothing by DHCP. */
export function NetworkConfigField() {
  const t = useT();
  const { setValue, clearErrors } = useFormContext<FormValues>();
  const kept = useWatch<FormValues, "cloudInit.kept">({ name: "cloudInit.kept" });
  const refused = useFormState<FormValues>().errors.cloudInit?.kept?.networkConfig?.message;
  const text = kept.networkConfig ?? "";
  const faults = checkNetworkConfig(text, t);
  const change = (next: string) => {
    const { networkConfig: _former, ...others } = kept;
    // Without a document cloud-init asks by DHCP; an empty one would say that there is no network.
    setValue("cloudInit.kept", next === "" ? others : { ...others, networkConfig: next }, {
      shouldDirty: true,
    });
    clearErrors("cloudInit.kept.networkConfig");
  };
  return (
    <Field
      label={t("Network configuration")}
      hint={t("empty: an address by DHCP on the first interface")}
      error={faults.length === 0 ? refused : faults.map((fault) => remarkText(fault, t)).join("; ")}
    >
      {(control) => (
        <TextArea
          {...control}
          rows={text === "" ? 5 : Math.min(12, Math.max(5, text.split("\n").length))}
          placeholder={example}
          className="font-mono text-small"
          value={text}
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  );
}

const example = `version: 2
ethernets:
  all: { match: { name: "e*" }, addresses: [192.0.2.10/24],
         routes: [{ to: default, via: 192.0.2.1 }],
         nameservers: { addresses: [192.0.2.53] } }`;

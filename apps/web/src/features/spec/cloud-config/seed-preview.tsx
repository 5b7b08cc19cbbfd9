"use client";

import { TextBlock } from "#components/text-block.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { seedDocuments } from "@gantry/kvm-core/model";
import { useWatch } from "react-hook-form";
import type { FormValues } from "../form-values.ts";

/** The files on the CD that the guest will find, as they will be written. */
export function SeedPreview() {
  const t = useT();
  const { userData, kept } = useWatch<FormValues, "cloudInit">({ name: "cloudInit" });
  const name = useWatch<FormValues, "name">({ name: "name" });
  const documents = seedDocuments({ ...kept, userData }, { uuid: t("(the instance's uuid)"), name });
  const hasNetwork = documents.some((document) => document.name === "network-config");
  return (
    <details className="min-w-0">
      <summary className="text-small text-dim">{t("What the guest finds on the CD")}</summary>
      <div className="mt-2 flex min-w-0 flex-col gap-2">
        {documents.map((document) => (
          <TextBlock key={document.name} label={document.name} text={document.text} />
        ))}
        {!hasNetwork && (
          <p className="text-small text-dim">
            {t("No network-config: cloud-init asks for an address by DHCP on the first interface.")}
          </p>
        )}
      </div>
    </details>
  );
}

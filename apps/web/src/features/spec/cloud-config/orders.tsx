"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import { useFormContext, useWatch } from "react-hook-form";
import { LinesField } from "../form-fields.tsx";
import type { FormValues } from "../form-values.ts";
import { checkUserData, remarkText } from "./check-user-data.ts";
import { readFields } from "./cloud-config-fields.ts";
import { NetworkConfigField } from "./network-config-field.tsx";
import { OrdersFields } from "./orders-fields.tsx";
import { SeedPreview } from "./seed-preview.tsx";

/** The guest's first orders: in fields, and as the text that the fields stand for. */
export default function Orders() {
  const t = useT();
  const { setValue, clearErrors } = useFormContext<FormValues>();
  const { userData } = useWatch<FormValues, "cloudInit">({ name: "cloudInit" });
  const { faults, warnings, kind } = checkUserData(userData, t);
  const fields = readFields(userData);
  const change = (text: string) => {
    setValue("cloudInit.userData", text, { shouldDirty: true });
    clearErrors("cloudInit.userData");
  };
  return (
    <>
      {"why" in fields ? (
        <p className="text-dim">
          {t("No fields for user, keys and packages now: {why}.", {
            why: t.of(fields.why, { list: fields.list ?? "" }),
          })}
        </p>
      ) : (
        <OrdersFields userData={userData} fields={fields} faults={faults} onUserData={change} />
      )}
      <LinesField
        name="cloudInit.userData"
        label={t("User data")}
        rows={Math.min(20, Math.max(8, userData.split("\n").length))}
        fault={faults.length === 0 ? undefined : faults.map((fault) => remarkText(fault, t)).join("; ")}
        hint={t("Whoever may see the instance can read it: passwords belong here only hashed.")}
      />
      {kind !== undefined && (
        <p className="text-small text-dim">
          {t("This is {kind}; it is taken as it is, unchecked.", { kind: t.of(kind) })}
        </p>
      )}
      {warnings.length > 0 && (
        <ul
          aria-label={t("Warnings about the user data")}
          className="flex flex-col gap-0.5 text-small text-warn-text"
        >
          {warnings.map((warning) => (
            <li key={remarkText(warning, t)}>{remarkText(warning, t)}</li>
          ))}
        </ul>
      )}
      <NetworkConfigField />
      <SeedPreview />
    </>
  );
}

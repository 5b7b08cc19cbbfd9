"use client";

import { Panel } from "#components/panel.tsx";
import { Loading } from "#components/empty-state.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { lazy, Suspense } from "react";
import { useWatch } from "react-hook-form";
import { CheckField } from "./form-fields.tsx";
import type { FormValues } from "./form-values.ts";
import { KeptNote } from "./kept-note.tsx";

/** With a reader of YAML, which nobody needs who gives no orders. */
const Orders = lazy(() => import("./cloud-config/orders.tsx"));

/** The first orders of a guest that has cloud-init. */
export function CloudInitSection() {
  const t = useT();
  const { given, kept } = useWatch<FormValues, "cloudInit">({ name: "cloudInit" });
  return (
    <Panel title={t("Cloud-init")}>
      <CheckField name="cloudInit.given" label={t("Give the guest its first orders on a CD")} />
      {given && (
        <Suspense fallback={<Loading what={t("the fields")} />}>
          <Orders />
          <div>
            <KeptNote facts={kept.metaData === undefined ? [] : [t("meta data")]} />
          </div>
        </Suspense>
      )}
    </Panel>
  );
}

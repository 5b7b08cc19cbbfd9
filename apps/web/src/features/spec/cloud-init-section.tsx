"use client";

import { Panel } from "#components/panel.tsx";
import { useWatch } from "react-hook-form";
import { CheckField, LinesField } from "./form-fields.tsx";
import type { FormValues } from "./form-values.ts";
import { KeptNote } from "./kept-note.tsx";

/** The first orders of a guest that has cloud-init. */
export function CloudInitSection() {
  const { given, kept } = useWatch<FormValues, "cloudInit">({ name: "cloudInit" });
  return (
    <Panel title="Cloud-init">
      <CheckField name="cloudInit.given" label="Give the guest its first orders on a CD" />
      {given && (
        <>
          <LinesField
            name="cloudInit.userData"
            label="User data"
            rows={8}
            hint="Whoever may see the instance can read it: passwords belong here only hashed."
          />
          <div>
            <KeptNote
              facts={[
                kept.metaData === undefined ? [] : "meta data",
                kept.networkConfig === undefined ? [] : "network configuration",
              ].flat()}
            />
          </div>
        </>
      )}
    </Panel>
  );
}

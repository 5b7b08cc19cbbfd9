"use client";

import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useFieldArray } from "react-hook-form";
import { CheckField, ChoiceField, TextField } from "./form-fields.tsx";
import type { FormValues } from "./form-values.ts";

const mostPorts = 4;

/** Serial ports, the machine, and what happens by itself. */
export function MoreSection() {
  const t = useT();
  const { fields, append, remove } = useFieldArray<FormValues, "serial">({ name: "serial" });
  return (
    <Panel title={t("Serial console and machine")}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {fields.map((field, index) => (
          <CheckField
            key={field.id}
            name={`serial.${index}.log`}
            label={t("Record serial port {number}", { number: index + 1 })}
          />
        ))}
        {fields.length === 0 && <p className="text-dim">{t("Without a serial port there is no console.")}</p>}
        <Button
          className="h-6 text-small"
          blocked={
            fields.length >= mostPorts ? t("A PC has {mostPorts} serial ports.", { mostPorts }) : undefined
          }
          onClick={() => append({ log: true })}
        >
          {t("Add serial port")}
        </Button>
        {fields.length > 0 && (
          <Button look="quiet" className="h-6 text-small" onClick={() => remove(fields.length - 1)}>
            {t("Remove serial port {number}", { number: fields.length })}
          </Button>
        )}
      </div>
      <div className="grid gap-3 sm:grid-cols-3">
        <ChoiceField
          name="machine"
          label={t("Machine")}
          choices={[
            ["q35", t("q35, PCI Express")],
            ["pc", t("pc, older guests")],
          ]}
        />
        <TextField
          name="cpuModel"
          label={t("CPU model")}
          hint={t("host-baseline: the safest that can migrate")}
        />
        <ChoiceField
          name="onCrash"
          label={t("When it crashes")}
          choices={[
            ["stop", t("stay down")],
            ["restart", t("start again")],
          ]}
        />
      </div>
      <div className="flex flex-wrap gap-x-6">
        <CheckField name="acpi" label={t("ACPI (the power button works)")} />
        <CheckField name="guestAgent" label={t("Channel to a guest agent")} />
        <CheckField name="autostart" label={t("Start with the host")} />
      </div>
    </Panel>
  );
}

"use client";

import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { useFieldArray } from "react-hook-form";
import { CheckField, ChoiceField, TextField } from "./form-fields.tsx";
import type { FormValues } from "./form-values.ts";

const mostPorts = 4;

/** Serial ports, the machine, and what happens by itself. */
export function MoreSection() {
  const { fields, append, remove } = useFieldArray<FormValues, "serial">({ name: "serial" });
  return (
    <Panel title="Serial console and machine">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        {fields.map((field, index) => (
          <CheckField key={field.id} name={`serial.${index}.log`} label={`Record serial port ${index + 1}`} />
        ))}
        {fields.length === 0 && <p className="text-dim">Without a serial port there is no console.</p>}
        <Button
          className="h-6 text-small"
          blocked={fields.length >= mostPorts ? `A PC has ${mostPorts} serial ports.` : undefined}
          onClick={() => append({ log: true })}
        >
          Add serial port
        </Button>
        {fields.length > 0 && (
          <Button look="quiet" className="h-6 text-small" onClick={() => remove(fields.length - 1)}>
            Remove serial port {fields.length}
          </Button>
        )}
      </div>
      <div className="grid gap-3 sm:grid-cols-3">
        <ChoiceField
          name="machine"
          label="Machine"
          choices={[
            ["q35", "q35, PCI Express"],
            ["pc", "pc, older guests"],
          ]}
        />
        <TextField name="cpuModel" label="CPU model" hint="host-baseline: the safest that can migrate" />
        <ChoiceField
          name="onCrash"
          label="When it crashes"
          choices={[
            ["stop", "stay down"],
            ["restart", "start again"],
          ]}
        />
      </div>
      <div className="flex flex-wrap gap-x-6">
        <CheckField name="acpi" label="ACPI (the power button works)" />
        <CheckField name="guestAgent" label="Channel to a guest agent" />
        <CheckField name="autostart" label="Start with the host" />
      </div>
    </Panel>
  );
}

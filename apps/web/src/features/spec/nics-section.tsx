"use client";

import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { nicExtras } from "#lib/device-words.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useFieldArray, useWatch } from "react-hook-form";
import { ChoiceField, TextField } from "./form-fields.tsx";
import { emptyForm, type FormValues, type NicValues } from "./form-values.ts";
import { KeptNote } from "./kept-note.tsx";

const mostNics = 8;
const [emptyNic] = emptyForm.nics;

/** Network interfaces: user mode needs no rights, a bridge makes the guest a neighbour of the host. */
export function NicsSection() {
  const { fields, append, remove } = useFieldArray<FormValues, "nics">({ name: "nics" });
  const add = (nic: NicValues | undefined) => nic !== undefined && append({ ...nic });
  return (
    <Panel
      title="Network"
      aside={
        <Button
          className="h-6 text-small"
          blocked={fields.length >= mostNics ? `At most ${mostNics} interfaces.` : undefined}
          onClick={() => add(emptyNic)}
        >
          Add interface
        </Button>
      }
    >
      {fields.length === 0 && <p className="text-dim">No network interface.</p>}
      {fields.map((field, index) => (
        <NicFields key={field.id} index={index} onRemove={() => remove(index)} />
      ))}
    </Panel>
  );
}

function NicFields({ index, onRemove }: { index: number; onRemove: () => void }) {
  const t = useT();
  const { network, kept } = useWatch<FormValues, `nics.${number}`>({ name: `nics.${index}` });
  return (
    <fieldset className="grid gap-3 border-t border-line pt-3 sm:grid-cols-4">
      <legend className="sr-only">Interface {index + 1}</legend>
      <ChoiceField
        name={`nics.${index}.network`}
        label="Network"
        choices={[
          ["user", "user mode"],
          ["bridge", "bridge"],
        ]}
      />
      {network === "bridge" ? (
        <>
          <TextField
            name={`nics.${index}.bridge`}
            label="Bridge"
            placeholder="br0"
            className="sm:col-span-2"
          />
          <TextField name={`nics.${index}.vlan`} label="VLAN" inputMode="numeric" hint="empty: untagged" />
        </>
      ) : (
        <TextField
          name={`nics.${index}.forward`}
          label="Forwarded ports"
          placeholder="2222:22, 8080:80"
          hint="host:guest, TCP, on the host's loopback"
          className="sm:col-span-3"
        />
      )}
      <TextField
        name={`nics.${index}.mac`}
        label="MAC address"
        placeholder="52:54:00:12:34:56"
        hint="empty: one is made and kept"
        className="sm:col-span-2"
      />
      <ChoiceField
        name={`nics.${index}.model`}
        label="Model"
        choices={[
          ["virtio", "virtio"],
          ["e1000", "e1000"],
        ]}
      />
      <ChoiceField
        name={`nics.${index}.link`}
        label="Cable"
        choices={[
          ["up", "plugged in"],
          ["down", "pulled out"],
        ]}
      />
      <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-1 sm:col-span-4">
        <KeptNote facts={nicExtras(kept, t)} />
        <Button look="quiet" aria-label={`Remove interface ${index + 1}`} onClick={onRemove}>
          Remove
        </Button>
      </div>
    </fieldset>
  );
}

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
  const t = useT();
  const { fields, append, remove } = useFieldArray<FormValues, "nics">({ name: "nics" });
  const add = (nic: NicValues | undefined) => nic !== undefined && append({ ...nic });
  return (
    <Panel
      title={t("Network")}
      aside={
        <Button
          className="h-6 text-small"
          blocked={fields.length >= mostNics ? t("At most {mostNics} interfaces.", { mostNics }) : undefined}
          onClick={() => add(emptyNic)}
        >
          {t("Add interface")}
        </Button>
      }
    >
      {fields.length === 0 && <p className="text-dim">{t("No network interface.")}</p>}
      {fields.map((field, index) => (
        <NicFields key={field.id} index={index} onRemove={() => remove(index)} />
      ))}
    </Panel>
  );
}

function NicFields({ index, onRemove }: { index: number; onRemove: () => void }) {
  const t = useT();
  const { network, kept } = useWatch<FormValues, `nics.${number}`>({ name: `nics.${index}` });
  const number = index + 1;
  return (
    <fieldset className="grid gap-3 border-t border-line pt-3 sm:grid-cols-4">
      <legend className="sr-only">{t("Interface {number}", { number })}</legend>
      <ChoiceField
        name={`nics.${index}.network`}
        label={t("Network")}
        choices={[
          ["user", t("user mode")],
          ["bridge", t("bridge")],
        ]}
      />
      {network === "bridge" ? (
        <>
          <TextField
            name={`nics.${index}.bridge`}
            label={t("Bridge")}
            placeholder="br0"
            className="sm:col-span-2"
          />
          <TextField
            name={`nics.${index}.vlan`}
            label={t("VLAN")}
            inputMode="numeric"
            hint={t("empty: untagged")}
          />
        </>
      ) : (
        <TextField
          name={`nics.${index}.forward`}
          label={t("Forwarded ports")}
          placeholder="2222:22, 8080:80"
          hint={t("host:guest, TCP, on the host's loopback")}
          className="sm:col-span-3"
        />
      )}
      <TextField
        name={`nics.${index}.mac`}
        label={t("MAC address")}
        placeholder="52:54:00:12:34:56"
        hint={t("empty: one is made and kept")}
        className="sm:col-span-2"
      />
      <ChoiceField
        name={`nics.${index}.model`}
        label={t("Model")}
        choices={[
          ["virtio", "virtio"],
          ["e1000", "e1000"],
        ]}
      />
      <ChoiceField
        name={`nics.${index}.link`}
        label={t("Cable")}
        choices={[
          ["up", t("plugged in")],
          ["down", t("pulled out")],
        ]}
      />
      <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-1 sm:col-span-4">
        <KeptNote facts={nicExtras(kept, t)} />
        <Button look="quiet" aria-label={t("Remove interface {number}", { number })} onClick={onRemove}>
          {t("Remove")}
        </Button>
      </div>
    </fieldset>
  );
}

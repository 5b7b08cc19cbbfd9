"use client";

import { FormDialog } from "#components/form-dialog.tsx";
import { Field, Input, Select } from "#components/ui/field.tsx";
import { useTRPCClient } from "#lib/agent-client.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { attachNicInput } from "@gantry/kvm-core/model";
import { useState } from "react";
import type { DeviceDialogProps } from "./dialog-props.ts";
import { isLive } from "./disk-facts.ts";
import { emptyNic, type NicDraft, nicCommand, nicInput } from "./nic-draft.ts";
import { useSubmission } from "./use-submission.ts";
import { useWhyNot } from "./use-why-not.ts";

/** Plugs an interface in. */
export function AttachNic({ instance, detail, onClose }: DeviceDialogProps) {
  const t = useT();
  const client = useTRPCClient();
  const [draft, setDraft] = useState(emptyNic);
  const form = useSubmission({
    schema: attachNicInput,
    fields: ["nic.network", "nic.mac", "nic.model", "nic.mtu"],
    send: async (input) => {
      await client.nics.attach.mutate(input);
      return {};
    },
    onDone: onClose,
  });
  const set = (change: Partial<NicDraft>) => setDraft((old) => ({ ...old, ...change }));
  const live = isLive(instance.state);
  const input = nicInput(instance.name, draft);
  const why = useWhyNot(instance)("plug");
  return (
    <FormDialog
      title={t("Attach a network interface to {name}", { name: instance.name })}
      consequence={
        live
          ? t("The guest sees it at once, and at the same address after its next start.")
          : t("It is there at the next start.")
      }
      action={t("Attach")}
      blocked={form.busy ? undefined : why}
      busy={form.busy}
      error={form.error}
      others={form.others}
      otherWays={{ command: nicCommand(instance.name, draft), procedure: "nics.attach", input }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <NetworkFields
          draft={draft}
          host={instance.host}
          fault={form.faultAt("nic.network")}
          onChange={set}
        />
        <Field
          label={t("Model")}
          hint={live && detail.spec.machine === "q35" ? t("A running q35 takes virtio only.") : undefined}
          error={form.faultAt("nic.model")}
        >
          {(control) => (
            <Select {...control} value={draft.model} onChange={(event) => set({ model: event.target.value })}>
              <option value="virtio">virtio</option>
              <option value="e1000">e1000</option>
            </Select>
          )}
        </Field>
        <Field
          label={t("MTU (bytes)")}
          hint={t("Empty: the bridge's. From 68 to 65521.")}
          error={form.faultAt("nic.mtu")}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={draft.mtu}
              onChange={(event) => set({ mtu: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={t("MAC address")}
          hint={t("Empty: one is made up and kept.")}
          error={form.faultAt("nic.mac")}
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono text-small"
              value={draft.mac}
              onChange={(event) => set({ mac: event.target.value })}
            />
          )}
        </Field>
      </div>
    </FormDialog>
  );
}

interface NetworkFieldsProps {
  readonly draft: NicDraft;
  readonly host: string;
  readonly fault: string | undefined;
  readonly onChange: (change: Partial<NicDraft>) => void;
}

function NetworkFields({ draft, host, fault, onChange }: NetworkFieldsProps) {
  const t = useT();
  return (
    <>
      <Field label={t("Network")} className="sm:col-span-2">
        {(control) => (
          <Select
            {...control}
            value={draft.network}
            onChange={(event) => onChange({ network: event.target.value === "user" ? "user" : "bridge" })}
          >
            <option value="user">{t("user mode: the guest reaches out, and in by forwards")}</option>
            <option value="bridge">{t("bridge: the guest is a neighbour of {host}", { host })}</option>
          </Select>
        )}
      </Field>
      {draft.network === "user" ? (
        <Field
          label={t("Forwards")}
          className="sm:col-span-2"
          hint={t("TCP ports of {host}'s loopback for ports of the guest, such as 2222:22, 8080:80.", {
            host,
          })}
          error={fault}
        >
          {(control) => (
            <Input
              {...control}
              value={draft.forwards}
              onChange={(event) => onChange({ forwards: event.target.value })}
            />
          )}
        </Field>
      ) : (
        <>
          <Field label={t("Bridge")} hint={t("A bridge that {host} has.", { host })} error={fault}>
            {(control) => (
              <Input
                {...control}
                placeholder="br0"
                value={draft.bridge}
                onChange={(event) => onChange({ bridge: event.target.value })}
              />
            )}
          </Field>
          <Field label={t("VLAN")} hint={t("Empty: untagged. From 1 to 4094.")}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={draft.vlan}
                onChange={(event) => onChange({ vlan: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
    </>
  );
}

"use client";

import { FormDialog } from "#components/form-dialog.tsx";
import { Field, Input } from "#components/ui/field.tsx";
import { useTRPCClient } from "#lib/agent-client.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { detachNicInput, limitNicInput, linkNicInput } from "@gantry/kvm-core/model";
import { useState } from "react";
import type { DeviceDialogProps } from "./dialog-props.ts";
import { isLive } from "./disk-facts.ts";
import { type KnownNic, networkText } from "./nic-facts.ts";
import { PatienceField } from "./patience-field.tsx";
import { typedNumber } from "./typed-number.ts";
import { useSubmission } from "./use-submission.ts";
import { useWhyNot } from "./use-why-not.ts";

interface NicDialogProps extends DeviceDialogProps {
  readonly known: KnownNic;
}

/** Puts the cable in, or pulls it. */
export function LinkNic({ instance, known: { nic, reference }, onClose }: NicDialogProps) {
  const t = useT();
  const client = useTRPCClient();
  // Decided when it was opened: what others do meanwhile must not turn the button round.
  const [link] = useState<"up" | "down">(nic.link === "up" ? "down" : "up");
  const form = useSubmission({
    schema: linkNicInput,
    send: async (wanted) => {
      await client.nics.setLink.mutate(wanted);
      return {};
    },
    onDone: onClose,
  });
  const input = { instance: instance.name, nic: reference, link };
  const why = useWhyNot(instance)("plug");
  return (
    <FormDialog
      title={t("Set the link of {reference} of {name} {link}", { reference, name: instance.name, link })}
      danger={link === "down"}
      consequence={
        link === "down"
          ? t(
              "As if its cable were pulled: nobody reaches {name} over {nic}, and it reaches nobody. The console stays.",
              { name: instance.name, nic: networkText(nic, t) },
            )
          : t("As if its cable were put in again.")
      }
      action={t("Set link {link}", { link })}
      blocked={
        form.busy
          ? undefined
          : (why ?? (nic.link === link ? t("It is {link} already.", { link }) : undefined))
      }
      busy={form.busy}
      error={form.error}
      others={form.others}
      otherWays={{
        command: ["nic", "link", instance.name, reference, link],
        procedure: "nics.setLink",
        input,
      }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    />
  );
}

/** What an interface may carry. An empty field is no limit. */
export function LimitNic({ instance, known: { nic, reference }, onClose }: NicDialogProps) {
  const t = useT();
  const client = useTRPCClient();
  const [receive, setReceive] = useState(nic.rate?.receiveMbit?.toString() ?? "");
  const [transmit, setTransmit] = useState(nic.rate?.transmitMbit?.toString() ?? "");
  const form = useSubmission({
    schema: limitNicInput,
    fields: ["rate.receiveMbit", "rate.transmitMbit"],
    send: async (wanted) => {
      await client.nics.limit.mutate(wanted);
      return {};
    },
    onDone: onClose,
  });
  const [receiveMbit, transmitMbit] = [typedNumber(receive), typedNumber(transmit)];
  const rate = {
    ...(receiveMbit !== undefined && { receiveMbit }),
    ...(transmitMbit !== undefined && { transmitMbit }),
  };
  const isLimited = Object.keys(rate).length > 0;
  const input = { instance: instance.name, nic: reference, ...(isLimited && { rate }) };
  const why = useWhyNot(instance)("plug");
  return (
    <FormDialog
      title={t("Limit {reference} of {name}", { reference, name: instance.name })}
      consequence={t("Holds at once and after each start. An empty field is no limit.")}
      action={t("Limit")}
      blocked={form.busy ? undefined : why}
      busy={form.busy}
      error={form.error}
      others={form.others}
      otherWays={{
        command: [
          ...["nic", "limit", instance.name, reference],
          ...(receiveMbit === undefined ? [] : ["--receive", String(receiveMbit)]),
          ...(transmitMbit === undefined ? [] : ["--transmit", String(transmitMbit)]),
        ],
        procedure: "nics.limit",
        input,
      }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Rate
          label={t("Received by the guest (Mbit/s)")}
          value={receive}
          fault={form.faultAt("rate.receiveMbit")}
          onChange={setReceive}
        />
        <Rate
          label={t("Sent by the guest (Mbit/s)")}
          value={transmit}
          fault={form.faultAt("rate.transmitMbit")}
          onChange={setTransmit}
        />
      </div>
    </FormDialog>
  );
}

interface RateProps {
  readonly label: string;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onChange: (value: string) => void;
}

function Rate({ label, value, fault, onChange }: RateProps) {
  const t = useT();
  return (
    <Field label={label} hint={t("From 1 to 400000.")} error={fault}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          placeholder={t("no limit")}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** Unplugs an interface once the guest has let it go. */
export function DetachNic({ instance, known: { nic, reference }, onClose }: NicDialogProps) {
  const t = useT();
  const client = useTRPCClient();
  const [patience, setPatience] = useState("30");
  const form = useSubmission({
    schema: detachNicInput,
    fields: ["timeoutSeconds"],
    send: (wanted) => client.nics.detach.mutate(wanted),
    onDone: onClose,
  });
  const live = isLive(instance.state);
  const input = {
    instance: instance.name,
    nic: reference,
    ...(live && { timeoutSeconds: typedNumber(patience) }),
  };
  const why = useWhyNot(instance)("plug");
  return (
    <FormDialog
      title={t("Detach {reference} of {name}", { reference, name: instance.name })}
      danger
      consequence={
        live
          ? t(
              "The guest is asked to let it go, and is no longer on {nic} then. One that does not let go keeps it, and it goes as soon as the guest does.",
              { nic: networkText(nic, t) },
            )
          : t("{name} starts without it from now on.", { name: instance.name })
      }
      action={t("Detach")}
      blocked={form.busy ? undefined : why}
      busy={form.busy}
      progress={t("Waiting for the guest to let it go.")}
      error={form.error}
      others={form.others}
      otherWays={{
        command: [
          ...["nic", "detach", instance.name, reference],
          ...(live ? ["--patience", patience.trim()] : []),
        ],
        procedure: "nics.detach",
        input,
      }}
      onSubmit={() => form.submit(input)}
      onClose={onClose}
    >
      {live && (
        <PatienceField value={patience} onChange={setPatience} error={form.faultAt("timeoutSeconds")} />
      )}
    </FormDialog>
  );
}

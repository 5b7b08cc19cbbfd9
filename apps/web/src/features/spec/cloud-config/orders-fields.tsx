"use client";

import { useT } from "#lib/messages/messages-provider.tsx";
import type { Translate } from "#lib/messages/translate.ts";
import type { Remark } from "./check-user-data.ts";
import { type CloudFields, readFields, writeField } from "./cloud-config-fields.ts";
import { DraftField } from "./draft-field.tsx";

interface OrdersFieldsProps {
  readonly userData: string;
  readonly fields: CloudFields;
  readonly faults: readonly Remark[];
  readonly onUserData: (text: string) => void;
}

/** What most people want of cloud-init, without writing YAML: each field is a view of a place in the user data. */
export function OrdersFields({ userData, fields, faults, onUserData }: OrdersFieldsProps) {
  const t = useT();
  const bind = (field: keyof CloudFields) => ({
    value: fields[field],
    error: faultOf(field, faults, t),
    onValue: (typed: string) => {
      const text = writeField(userData, field, typed);
      onUserData(text);
      const shown = readFields(text);
      return "why" in shown ? typed : shown[field];
    },
  });
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <DraftField label={t("Host name")} hint={t("empty: the instance's name")} {...bind("hostname")} />
      <DraftField
        label={t("User")}
        placeholder={examples.user}
        hint={t("with sudo; empty: the user that the image itself makes")}
        {...bind("user")}
      />
      <DraftField
        label={t("SSH public keys")}
        rows={3}
        className="sm:col-span-2"
        placeholder={examples.sshKeys}
        hint={t("one a line; may sign in as {user}", {
          user: fields.user === "" ? t("the image's own user") : fields.user,
        })}
        {...bind("sshKeys")}
      />
      {fields.user !== "" && (
        <DraftField
          label={t("Password hash")}
          className="sm:col-span-2"
          placeholder={examples.passwordHash}
          hint={t("for the console; made with: openssl passwd -6. Empty: no password, keys only")}
          {...bind("passwordHash")}
        />
      )}
      <DraftField
        label={t("Packages")}
        className="sm:col-span-2"
        placeholder={examples.packages}
        hint={t("names with spaces between; installed at the first boot, which takes a network")}
        {...bind("packages")}
      />
    </div>
  );
}

/** What fields show while they are empty. */
const examples = {
  user: "admin",
  sshKeys: "ssh-ed25519 AAAA… name@machine",
  passwordHash: "$6$…",
  packages: "qemu-guest-agent nginx",
};

/** The places in a cloud-config that a field stands for. */
const places: Readonly<Record<keyof CloudFields, RegExp>> = {
  hostname: /^hostname$/,
  user: /^users\.\d+\.name$/,
  passwordHash: /^users\.\d+\.passwd$/,
  sshKeys: /(^|\.)ssh_authorized_keys(\.(?<index>\d+))?$/,
  packages: /^packages/,
};

function faultOf(field: keyof CloudFields, faults: readonly Remark[], t: Translate): string | undefined {
  const found = faults.flatMap(({ path, message }) => {
    const match = places[field].exec(path);
    if (match === null) return [];
    const index = match.groups?.["index"];
    return index === undefined
      ? message
      : t("key {number}: {message}", { number: Number(index) + 1, message });
  });
  return found.length === 0 ? undefined : found.join("; ");
}

"use client";

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
  const bind = (field: keyof CloudFields) => ({
    value: fields[field],
    error: faultOf(field, faults),
    onValue: (typed: string) => {
      const text = writeField(userData, field, typed);
      onUserData(text);
      const shown = readFields(text);
      return "why" in shown ? typed : shown[field];
    },
  });
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <DraftField label="Host name" hint="empty: the instance's name" {...bind("hostname")} />
      <DraftField
        label="User"
        placeholder="admin"
        hint="with sudo; empty: the user that the image itself makes"
        {...bind("user")}
      />
      <DraftField
        label="SSH public keys"
        rows={3}
        className="sm:col-span-2"
        placeholder="ssh-ed25519 AAAA… name@machine"
        hint={`one a line; may sign in as ${fields.user === "" ? "the image's own user" : fields.user}`}
        {...bind("sshKeys")}
      />
      {fields.user !== "" && (
        <DraftField
          label="Password hash"
          className="sm:col-span-2"
          placeholder="$6$…"
          hint="for the console; made with: openssl passwd -6. Empty: no password, keys only"
          {...bind("passwordHash")}
        />
      )}
      <DraftField
        label="Packages"
        className="sm:col-span-2"
        placeholder="qemu-guest-agent nginx"
        hint="names with spaces between; installed at the first boot, which takes a network"
        {...bind("packages")}
      />
    </div>
  );
}

/** The places in a cloud-config that a field stands for. */
const places: Readonly<Record<keyof CloudFields, RegExp>> = {
  hostname: /^hostname$/,
  user: /^users\.\d+\.name$/,
  passwordHash: /^users\.\d+\.passwd$/,
  sshKeys: /(^|\.)ssh_authorized_keys(\.(?<index>\d+))?$/,
  packages: /^packages/,
};

function faultOf(field: keyof CloudFields, faults: readonly Remark[]): string | undefined {
  const found = faults.flatMap(({ path, message }) => {
    const match = places[field].exec(path);
    if (match === null) return [];
    const index = match.groups?.["index"];
    return index === undefined ? message : `key ${Number(index) + 1}: ${message}`;
  });
  return found.length === 0 ? undefined : found.join("; ");
}

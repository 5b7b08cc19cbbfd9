"use client";

import { Panel } from "#components/panel.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useWatch } from "react-hook-form";
import { ChoiceField, TextField } from "./form-fields.tsx";
import type { FormValues } from "./form-values.ts";

/** What starts the guest. */
export function BootSection() {
  const t = useT();
  const boot = useWatch<FormValues, "boot">({ name: "boot" });
  return (
    <Panel title={t("Boot")}>
      <div className="grid gap-3 sm:grid-cols-2">
        <ChoiceField
          name="boot"
          label={t("Boots by")}
          choices={[
            ["bios", t("BIOS, from the first disk")],
            ["uefi", t("UEFI, from the first disk")],
            ["kernel", t("a kernel handed to QEMU")],
          ]}
        />
      </div>
      {boot === "kernel" && (
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            name="kernel"
            label={t("Kernel")}
            placeholder="/srv/images/vmlinuz"
            hint={t("a file on the host")}
          />
          <TextField
            name="initrd"
            label={t("Initrd")}
            placeholder="/srv/images/initrd.img"
            hint={t("may be left empty")}
          />
          <TextField
            name="cmdline"
            label={t("Kernel command line")}
            className="sm:col-span-2"
            hint={t("console=ttyS0 makes the kernel talk on the serial console")}
          />
        </div>
      )}
    </Panel>
  );
}

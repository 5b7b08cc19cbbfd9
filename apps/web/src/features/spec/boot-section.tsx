"use client";

import { Panel } from "#components/panel.tsx";
import { useWatch } from "react-hook-form";
import { ChoiceField, TextField } from "./form-fields.tsx";
import type { FormValues } from "./form-values.ts";

/** What starts the guest. */
export function BootSection() {
  const boot = useWatch<FormValues, "boot">({ name: "boot" });
  return (
    <Panel title="Boot">
      <div className="grid gap-3 sm:grid-cols-2">
        <ChoiceField
          name="boot"
          label="Boots by"
          choices={[
            ["bios", "BIOS, from the first disk"],
            ["uefi", "UEFI, from the first disk"],
            ["kernel", "a kernel handed to QEMU"],
          ]}
        />
      </div>
      {boot === "kernel" && (
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            name="kernel"
            label="Kernel"
            placeholder="/srv/images/vmlinuz"
            hint="a file on the host"
          />
          <TextField
            name="initrd"
            label="Initrd"
            placeholder="/srv/images/initrd.img"
            hint="may be left empty"
          />
          <TextField
            name="cmdline"
            label="Kernel command line"
            className="sm:col-span-2"
            hint="console=ttyS0 makes the kernel talk on the serial console"
          />
        </div>
      )}
    </Panel>
  );
}

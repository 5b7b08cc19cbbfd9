import { type Message, msg, type Translate } from "#lib/messages/translate.ts";
import type { FormValues } from "./form-values.ts";

/** What the fields of the form are called in a sentence. */
const words: Readonly<Record<keyof FormValues, Message>> = {
  name: msg("name"),
  host: msg("host"),
  cpus: msg("vCPUs"),
  memoryMiB: msg("memory"),
  boot: msg("boot"),
  kernel: msg("kernel"),
  initrd: msg("initrd"),
  cmdline: msg("kernel command line"),
  disks: msg("disks"),
  nics: msg("network"),
  serial: msg("serial ports"),
  machine: msg("machine"),
  cpuModel: msg("CPU model"),
  acpi: msg("ACPI"),
  guestAgent: msg("guest agent"),
  cloudInit: msg("cloud-init"),
  autostart: msg("start with the host"),
  onCrash: msg("what follows a crash"),
  kept: msg("what the form does not show"),
};

/** The fields in words: `vCPUs, memory`. */
export function fieldWords(fields: readonly (keyof FormValues)[], t: Translate): string {
  return fields.map((field) => t.of(words[field])).join(", ");
}

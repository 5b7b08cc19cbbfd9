import type { FormValues } from "./form-values.ts";

/** What the fields of the form are called in a sentence. */
const words: Readonly<Partial<Record<keyof FormValues, string>>> = {
  cpus: "vCPUs",
  memoryMiB: "memory",
  cmdline: "kernel command line",
  nics: "network",
  serial: "serial ports",
  cpuModel: "CPU model",
  acpi: "ACPI",
  guestAgent: "guest agent",
  cloudInit: "cloud-init",
  autostart: "start with the host",
  onCrash: "what follows a crash",
  kept: "what the form does not show",
};

/** The fields in words: `vCPUs, memory`. */
export function fieldWords(fields: readonly (keyof FormValues)[]): string {
  return fields.map((field) => words[field] ?? field).join(", ");
}

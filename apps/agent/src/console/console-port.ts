import type { SerialPort } from "@gantry/kvm-core/serial";

/** What consoles use of a serial port. Bytes are numbered from the guest's first on. */
export type ConsolePort = Pick<
  SerialPort,
  "seq" | "boot" | "settle" | "read" | "readNow" | "keptFrom" | "onData" | "onBoot" | "write"
> & { readonly past: Pick<SerialPort["past"], "settled"> };

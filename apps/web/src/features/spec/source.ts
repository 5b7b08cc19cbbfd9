import type { HostInfo } from "@gantry/kvm-core/model";
import { emptyDisk, type FormValues } from "./form-values.ts";

/** What a new guest begins with. */
export type Source = "demo" | "image" | "empty" | "kernel" | "other";

/** What the form has now: a shorthand of its boot and its first disk, which are what is sent. */
export function sourceOf(
  { boot, kernel, disks: [first] }: Pick<FormValues, "boot" | "kernel" | "disks">,
  demo: HostInfo["demoGuest"],
): Source {
  if (boot === "kernel") return kernel === demo?.kernel ? "demo" : "kernel";
  if (first?.source === "image") return "image";
  return first?.source === "pool" || first?.source === "new" ? "empty" : "other";
}

/** The form with another source. Other disks than the first, and all that has nothing to do with it, stay. */
export function withSource(values: FormValues, source: Source, demo: HostInfo["demoGuest"]): FormValues {
  const isMade = values.disks[0] !== undefined && ["image", "pool", "new"].includes(values.disks[0].source);
  const others = isMade ? values.disks.slice(1) : values.disks;
  switch (source) {
    case "demo":
      if (demo === undefined) return values;
      return { ...values, boot: "kernel", ...bootOf(demo), disks: others, memoryMiB: String(demo.memoryMiB) };
    case "kernel":
      return { ...values, boot: "kernel", ...(values.kernel === demo?.kernel && noKernel) };
    case "image":
      return { ...values, boot: firmware(values), disks: [emptyDisk(0), ...others] };
    case "empty":
      return { ...values, boot: firmware(values), disks: [{ ...emptyDisk(0), ...emptyInPool }, ...others] };
    case "other":
      return { ...values, boot: firmware(values), disks: others };
  }
}

const noKernel = { kernel: "", initrd: "", cmdline: "console=ttyS0" };
const emptyInPool = { source: "pool", sizeGiB: "10" } as const;

function bootOf({ kernel, initrd, cmdline }: NonNullable<HostInfo["demoGuest"]>) {
  return { kernel, initrd, cmdline };
}

function firmware({ boot }: FormValues): "bios" | "uefi" {
  return boot === "kernel" ? "bios" : boot;
}

import * as z from "zod";
import { cloudInitSchema } from "./cloud-init.ts";
import { diskSpecSchema } from "./disk-spec.ts";
import { nameSchema } from "./name.ts";
import { nicSpecSchema } from "./nic-spec.ts";
import { absolutePathSchema } from "./path.ts";

const kernelBootSchema = z.strictObject({
  kernel: absolutePathSchema,
  initrd: absolutePathSchema.optional(),
  cmdline: z
    .string()
    .max(2000, "at most 2000 characters")
    .regex(/^[^\0\n\r]*$/, "one line")
    .refine((text) => text.isWellFormed(), "whole characters only: it has half a surrogate pair")
    .default(""),
});

const firmwareBootSchema = z.strictObject({
  firmware: z.enum(["bios", "uefi"], { error: 'use "bios" or "uefi"' }),
});

/** How the guest starts: a kernel handed to QEMU, or firmware that reads the first disk. */
export const bootSchema = z.union([kernelBootSchema, firmwareBootSchema]);

/** One serial port. `log` keeps everything the guest writes, from its first byte, attached or not. */
export const serialSpecSchema = z.strictObject({
  log: z.boolean().default(true),
  /** Boots whose output is kept; 5 when absent. */
  keepBoots: z.int().min(1, "at least 1 boot").max(100, "at most 100 boots").optional(),
  /** Of each boot the newest so many MiB are kept; 16 when absent. */
  keepMiBPerBoot: z.int().min(1, "at least 1 MiB").max(1024, "at most 1024 MiB").optional(),
});

/** What a spec has besides its disks. Memory is in MiB. */
export const specFields = {
  name: nameSchema,
  cpus: z.int("whole number of vCPUs").min(1, "at least 1 vCPU").max(255, "at most 255 vCPUs").default(1),
  memoryMiB: z
    .int("whole number of MiB")
    .min(16, "at least 16 MiB")
    .max(16_777_216, "at most 16 TiB (16777216 MiB)")
    .default(512),
  machine: z.enum(["q35", "pc"], { error: 'use "q35" or "pc"' }).default("q35"),
  cpuModel: z
    .string()
    .max(100)
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
      'use "host-baseline" or a QEMU CPU model name such as "EPYC-Milan"',
    )
    .default("host-baseline"),
  acpi: z.boolean().default(true),
  boot: bootSchema.default({ firmware: "bios" }),
  nics: z.array(nicSpecSchema).max(8, "at most 8 network interfaces").default([]),
  serial: z
    .array(serialSpecSchema)
    .max(4, "a PC has 4 serial ports")
    .default([{ log: true }]),
  /** A channel to the QEMU guest agent, for a guest that runs one: answers, polite stops, quiet file systems. */
  guestAgent: z.boolean().default(true),
  cloudInit: cloudInitSchema.optional(),
  /** Whether it is started after a restart of its host, if it ran when the host went down. */
  autostart: z.boolean().default(false),
  /**
   * `restart`: a guest whose QEMU ended without being asked is started again, one whose kernel panicked is reset; after 1 s,
   * then later and later, at most eight times in a row. `stop`: both are left for somebody to look at.
   */
  onCrash: z.enum(["restart", "stop"], { error: 'use "restart" or "stop"' }).default("stop"),
};

/**
 * What the administrator wants of one instance. Unknown fields are refused. The same schema is used by form, CLI, agent
 * and driver; whether the files exist is checked later, on the host that will run it.
 */
export const instanceSpecSchema = z
  .strictObject({
    ...specFields,
    disks: z.array(diskSpecSchema).max(16, "at most 16 disks").default([]),
  })
  .superRefine(reportContradictions);

/** What of a spec does not fit together, whatever its disks are made of. */
export function reportContradictions(
  spec: z.output<z.ZodObject<typeof specFields>> & { readonly disks: readonly { readonly name: string }[] },
  context: { addIssue(issue: { code: "custom"; path: PropertyKey[]; message: string }): void },
): void {
  reportRepeats(
    spec.disks.map((disk) => disk.name),
    (index) =>
      context.addIssue({
        code: "custom",
        path: ["disks", index, "name"],
        message: "another disk has this name",
      }),
  );
  reportRepeats(
    spec.nics.map((nic) => nic.mac),
    (index) =>
      context.addIssue({
        code: "custom",
        path: ["nics", index, "mac"],
        message: "another interface has this address",
      }),
  );
  if (!spec.acpi && spec.machine === "q35") {
    // QEMU 7.2 ignores `q35,acpi=off`: the tables and the power button stay.
    context.addIssue({ code: "custom", path: ["acpi"], message: 'only machine "pc" can run without ACPI' });
  }
}

/** A checked spec, every default filled in. */
export type InstanceSpec = z.output<typeof instanceSpecSchema>;
/** A spec as a person writes it: fields with a default may be absent. */
export type InstanceSpecInput = z.input<typeof instanceSpecSchema>;

function reportRepeats(values: readonly (string | undefined)[], report: (index: number) => void): void {
  const seen = new Set<string>();
  for (const [index, value] of values.entries()) {
    if (value === undefined) continue;
    if (seen.has(value)) report(index);
    seen.add(value);
  }
}

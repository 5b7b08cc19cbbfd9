import type { FieldPath } from "react-hook-form";
import type { FormValues } from "./form-values.ts";

/** A fault of the input, as schema and agent tell it. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

const plain = [
  "name",
  "cpus",
  "memoryMiB",
  "machine",
  "cpuModel",
  "acpi",
  "guestAgent",
  "autostart",
  "onCrash",
] as const;
const ofBoot = ["kernel", "initrd", "cmdline"] as const;
const ofDisk = ["name", "format", "bus", "readOnly"] as const;
const ofMadeDisk = ["image", "sizeGiB", "linked", "pool"] as const;
const ofNic = ["mac", "model", "link"] as const;

/**
 * The field of the form that a fault belongs to; undefined for faults that have none (they are listed).
 *
 * @param newDisks the form's index of each entry of `newDisks`, in order.
 */
export function fieldOf(path: string, newDisks: readonly number[]): FieldPath<FormValues> | undefined {
  const parts = path.split(".");
  if (parts[0] === "host") return "host";
  if (parts[0] === "newDisks") {
    const index = newDisks[Number(parts[1])];
    if (index === undefined) return undefined;
    // Everything but the size is about the file.
    return parts[2] === "sizeMiB" ? `disks.${index}.sizeMiB` : `disks.${index}.location`;
  }
  // The driver names fields from the spec on; the API from the input on.
  const [part = "", second = "", third = "", ...rest] = parts[0] === "spec" ? parts.slice(1) : parts;
  const index = Number(second);
  switch (part) {
    case "boot":
      return oneOf(ofBoot, second) ?? "boot";
    case "disks":
      return diskField(index, [third, ...rest]);
    case "cloudInit":
      if (second === "networkConfig") return "cloudInit.kept.networkConfig";
      return second === "userData" ? "cloudInit.userData" : undefined;
    case "nics":
      return nicField(index, [third, ...rest]);
    default:
      return oneOf(plain, part);
  }
}

function diskField(
  index: number,
  [part = "", kind, of]: readonly string[],
): FieldPath<FormValues> | undefined {
  if (!Number.isInteger(index)) return undefined;
  const made =
    part === "source" ? oneOf(ofMadeDisk, kind === "empty" ? (of ?? "") : (kind ?? "")) : undefined;
  if (made !== undefined) return `disks.${index}.${made}`;
  // Of the source as a whole, or of its path or address; what stands below a linked image hangs on that path.
  if (part === "source" && kind === undefined) return `disks.${index}.source`;
  if (part === "source" || part === "backing") return `disks.${index}.location`;
  const own = oneOf(ofDisk, part);
  return own === undefined ? undefined : `disks.${index}.${own}`;
}

function nicField(index: number, [part = "", network]: readonly string[]): FieldPath<FormValues> | undefined {
  if (!Number.isInteger(index)) return undefined;
  if (network === "user") return `nics.${index}.forward`;
  if (network === "bridge" || network === "vlan") return `nics.${index}.${network}`;
  const own = oneOf(ofNic, part);
  return own === undefined ? `nics.${index}.network` : `nics.${index}.${own}`;
}

function oneOf<Word extends string>(words: readonly Word[], wanted: string): Word | undefined {
  return words.find((word) => word === wanted);
}

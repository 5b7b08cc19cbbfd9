import type {
  CloudInit,
  createInput,
  InstanceSpec,
  NewDiskSpec,
  NewInstanceSpec,
  NicSpec,
} from "@gantry/kvm-core/model";
import type * as z from "zod";
import {
  type CloudInitValues,
  type DiskSource,
  type DiskValues,
  emptyDisk,
  emptyForm,
  type FormValues,
  type NicValues,
} from "./form-values.ts";

/** The form for a checked input, the way back from `toInput`. */
export function fromInput(input: z.output<typeof createInput>): FormValues {
  const sizes = new Map(input.newDisks.map(({ disk, sizeMiB }) => [disk, sizeMiB]));
  return fromSpec(input.spec, { host: input.host ?? "", sizes });
}

interface Surroundings {
  readonly host?: string;
  /** MiB of each disk, by name, whose file is still to be made. */
  readonly sizes?: ReadonlyMap<string, number>;
}

/** The form for a spec. Every part names what the form edits and keeps the rest, also of fields that come later. */
export function fromSpec(
  spec: InstanceSpec | NewInstanceSpec,
  { host = "", sizes = new Map() }: Surroundings = {},
): FormValues {
  const { cpus, memoryMiB, boot, disks, nics, cloudInit, ...others } = spec;
  const { name, serial, machine, cpuModel, acpi, guestAgent, autostart, onCrash, ...kept } = others;
  return {
    name,
    host,
    cpus: String(cpus),
    memoryMiB: String(memoryMiB),
    ...fromBoot(boot),
    disks: disks.map((disk) => fromDisk(disk, sizes.get(disk.name))),
    nics: nics.map(fromNic),
    serial,
    machine,
    cpuModel,
    acpi,
    guestAgent,
    cloudInit: fromCloudInit(cloudInit),
    autostart,
    onCrash,
    kept,
  };
}

function fromBoot(boot: InstanceSpec["boot"]) {
  const { kernel, initrd, cmdline } = emptyForm;
  if ("firmware" in boot) return { boot: boot.firmware, kernel, initrd, cmdline };
  return { boot: "kernel" as const, kernel: boot.kernel, initrd: boot.initrd ?? "", cmdline: boot.cmdline };
}

function fromDisk(disk: NewDiskSpec, newSizeMiB: number | undefined): DiskValues {
  const { source, ...others } = disk;
  const { name, format = "qcow2", bus, readOnly, ...kept } = others;
  const isNew = newSizeMiB !== undefined;
  const blank = emptyDisk(0);
  const sizeMiB = String(newSizeMiB ?? blank.sizeMiB);
  return { ...blank, name, ...fromSource(source, isNew), sizeMiB, format, bus, readOnly, kept };
}

function fromSource(
  source: NewDiskSpec["source"],
  isNew: boolean,
): Partial<DiskValues> & { source: DiskSource; location: string } {
  if ("image" in source) {
    const { image, sizeGiB, linked } = source;
    return { source: "image", location: "", image, sizeGiB: String(sizeGiB ?? ""), linked };
  }
  if ("empty" in source && source.empty !== true) {
    const { sizeGiB, pool = "" } = source.empty;
    return { source: "pool", location: "", sizeGiB: String(sizeGiB), pool };
  }
  if ("file" in source) return { source: isNew ? "new" : "file", location: source.file };
  if ("device" in source) return { source: "device", location: source.device };
  if ("nbd" in source) return { source: "nbd", location: source.nbd };
  if ("rbd" in source) return { source: "rbd", location: source.rbd };
  if ("iscsi" in source) return { source: "iscsi", location: source.iscsi };
  return { source: "empty", location: "" };
}

function fromNic({ mac, network, model, link, ...kept }: NicSpec): NicValues {
  return { mac: mac ?? "", model, link, kept, ...fromNetwork(network) };
}

function fromNetwork(network: NicSpec["network"]) {
  if ("bridge" in network) {
    const { bridge, vlan } = network;
    return { network: "bridge" as const, bridge, vlan: String(vlan ?? ""), forward: "" };
  }
  const forward = network.user.forward.map((port) => `${port.host}:${port.guest}`).join(", ");
  return { network: "user" as const, bridge: "", vlan: "", forward };
}

function fromCloudInit(cloudInit: CloudInit | undefined): CloudInitValues {
  if (cloudInit === undefined) return emptyForm.cloudInit;
  const { userData, ...kept } = cloudInit;
  return { given: true, userData, kept };
}

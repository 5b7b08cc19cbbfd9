import type { createInput, DiskSpec, InstanceSpec, NicSpec } from "@gantry/kvm-core/model";
import type * as z from "zod";

/** Where a disk comes from. `new`: an empty file is made first. */
export type DiskSource = "new" | "file" | "device" | "nbd" | "rbd" | "iscsi";

/** One disk as the form holds it. */
export interface DiskValues {
  name: string;
  source: DiskSource;
  /** Path or address. */
  location: string;
  sizeMiB: string;
  format: DiskSpec["format"];
  bus: DiskSpec["bus"];
  readOnly: boolean;
}

/** One network interface as the form holds it. */
export interface NicValues {
  network: "user" | "bridge";
  bridge: string;
  vlan: string;
  /** `2222:22, 8080:80` */
  forward: string;
  mac: string;
  model: NicSpec["model"];
}

/** Everything the form holds. Numbers are text while they are typed. */
export interface FormValues {
  name: string;
  host: string;
  cpus: string;
  memoryMiB: string;
  boot: "kernel" | "bios" | "uefi";
  kernel: string;
  initrd: string;
  cmdline: string;
  disks: DiskValues[];
  nics: NicValues[];
  serial: { log: boolean }[];
  machine: InstanceSpec["machine"];
  cpuModel: string;
  acpi: boolean;
  autostart: boolean;
  onCrash: InstanceSpec["onCrash"];
}

/** What a form starts with. */
export const emptyForm: FormValues = {
  name: "",
  host: "",
  cpus: "1",
  memoryMiB: "512",
  boot: "bios",
  kernel: "",
  initrd: "",
  cmdline: "console=ttyS0",
  disks: [],
  nics: [{ network: "user", bridge: "", vlan: "", forward: "", mac: "", model: "virtio" }],
  serial: [{ log: true }],
  machine: "q35",
  cpuModel: "host-baseline",
  acpi: true,
  autostart: false,
  onCrash: "stop",
};

/** A new disk's values; the first is named `root`. */
export function emptyDisk(index: number): DiskValues {
  return {
    name: index === 0 ? "root" : `data-${index}`,
    source: "new",
    location: "",
    sizeMiB: "10240",
    format: "qcow2",
    bus: "virtio",
    readOnly: false,
  };
}

/** What `instances.create` is sent, apart from `start`. Unchecked: the schema finds the faults, with their paths. */
export function toInput(values: FormValues): Record<string, unknown> {
  const newDisks = values.disks
    .filter((disk) => disk.source === "new")
    .map((disk) => ({ disk: disk.name, sizeMiB: toNumber(disk.sizeMiB) }));
  return {
    ...(values.host === "" ? {} : { host: values.host }),
    spec: {
      name: values.name,
      cpus: toNumber(values.cpus),
      memoryMiB: toNumber(values.memoryMiB),
      machine: values.machine,
      cpuModel: values.cpuModel,
      acpi: values.acpi,
      boot: toBoot(values),
      disks: values.disks.map(({ name, source, location, format, bus, readOnly }) => ({
        name,
        source: { [source === "new" ? "file" : source]: location },
        format,
        bus,
        readOnly,
      })),
      nics: values.nics.map((nic) => ({
        ...(nic.mac === "" ? {} : { mac: nic.mac }),
        network: toNetwork(nic),
        model: nic.model,
      })),
      serial: values.serial.map(({ log }) => ({ log })),
      autostart: values.autostart,
      onCrash: values.onCrash,
    },
    ...(newDisks.length === 0 ? {} : { newDisks }),
  };
}

/** The form for a checked input, the way back from {@link toInput}. */
export function fromInput(input: z.output<typeof createInput>): FormValues {
  const { spec } = input;
  const sizes = new Map(input.newDisks.map(({ disk, sizeMiB }) => [disk, sizeMiB]));
  return {
    name: spec.name,
    host: input.host ?? "",
    cpus: String(spec.cpus),
    memoryMiB: String(spec.memoryMiB),
    boot: "kernel" in spec.boot ? "kernel" : spec.boot.firmware,
    kernel: "kernel" in spec.boot ? spec.boot.kernel : "",
    initrd: "kernel" in spec.boot ? (spec.boot.initrd ?? "") : "",
    cmdline: "kernel" in spec.boot ? spec.boot.cmdline : emptyForm.cmdline,
    disks: spec.disks.map((disk) => fromDisk(disk, sizes.get(disk.name))),
    nics: spec.nics.map(fromNic),
    serial: spec.serial.map(({ log }) => ({ log })),
    machine: spec.machine,
    cpuModel: spec.cpuModel,
    acpi: spec.acpi,
    autostart: spec.autostart,
    onCrash: spec.onCrash,
  };
}

function toBoot({ boot, kernel, initrd, cmdline }: FormValues) {
  return boot === "kernel" ? { kernel, ...(initrd === "" ? {} : { initrd }), cmdline } : { firmware: boot };
}

function toNetwork({ network, bridge, vlan, forward }: NicValues) {
  if (network === "bridge") return { bridge, ...(vlan === "" ? {} : { vlan: toNumber(vlan) }) };
  return { user: { forward: toForwards(forward) } };
}

function toForwards(text: string) {
  return text
    .split(/[\s,]+/)
    .filter((part) => part !== "")
    .map((part) => {
      const [host = "", guest = ""] = part.split(":");
      return { host: toNumber(host), guest: toNumber(guest) };
    });
}

/** Text that is no number stays text, so that the schema says which field wants one. */
function toNumber(text: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
}

function fromDisk(disk: DiskSpec, newSizeMiB: number | undefined): DiskValues {
  const { name, format, bus, readOnly } = disk;
  const isNew = newSizeMiB !== undefined;
  return {
    name,
    ...fromSource(disk.source, isNew),
    sizeMiB: String(newSizeMiB ?? emptyDisk(0).sizeMiB),
    format,
    bus,
    readOnly,
  };
}

function fromSource(source: DiskSpec["source"], isNew: boolean): { source: DiskSource; location: string } {
  if ("file" in source) return { source: isNew ? "new" : "file", location: source.file };
  if ("device" in source) return { source: "device", location: source.device };
  if ("nbd" in source) return { source: "nbd", location: source.nbd };
  if ("rbd" in source) return { source: "rbd", location: source.rbd };
  if ("iscsi" in source) return { source: "iscsi", location: source.iscsi };
  // The form shows no drive without a CD: its file is still to be filled in.
  return { source: "file", location: "" };
}

function fromNic({ mac, network, model }: NicSpec): NicValues {
  const common = { mac: mac ?? "", model };
  if ("bridge" in network) {
    return {
      ...common,
      network: "bridge",
      bridge: network.bridge,
      vlan: String(network.vlan ?? ""),
      forward: "",
    };
  }
  const forward = network.user.forward.map((port) => `${port.host}:${port.guest}`).join(", ");
  return { ...common, network: "user", bridge: "", vlan: "", forward };
}

import type { CloudInit, DiskSpec, InstanceSpec, NicSpec } from "@gantry/kvm-core/model";

/**
 * Where a disk comes from. `image`: made from an image of the host's library. `pool`: made, empty, in a pool. `new`: the same as a
 * file that is named. `empty`: a CD drive without a CD.
 */
export type DiskSource = "image" | "pool" | "new" | "file" | "device" | "nbd" | "rbd" | "iscsi" | "empty";

/** What the form edits of a disk. */
type EditedOfDisk = "name" | "source" | "format" | "bus" | "readOnly";
/** What the form edits of an interface. */
type EditedOfNic = "mac" | "network" | "model" | "link";
/** What the form edits of a spec. */
type Edited =
  | "name"
  | "cpus"
  | "memoryMiB"
  | "boot"
  | "disks"
  | "nics"
  | "serial"
  | "machine"
  | "cpuModel"
  | "acpi"
  | "guestAgent"
  | "cloudInit"
  | "autostart"
  | "onCrash";

/** One disk as the form holds it. */
export interface DiskValues {
  name: string;
  source: DiskSource;
  /** Path or address. */
  location: string;
  sizeMiB: string;
  /** Name of an image. */
  image: string;
  /** Of a disk from an image or in a pool; an image's own size when empty. */
  sizeGiB: string;
  /** Whether it holds only what becomes different from its image. */
  linked: boolean;
  /** Name of a pool; the host's first when empty. */
  pool: string;
  format: DiskSpec["format"];
  bus: DiskSpec["bus"];
  readOnly: boolean;
  /** All that the form does not edit, carried as it is: what is not shown is not lost. */
  kept: Omit<DiskSpec, EditedOfDisk>;
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
  link: NicSpec["link"];
  /** As with a disk. */
  kept: Omit<NicSpec, EditedOfNic>;
}

/** What cloud-init is given, as the form holds it; taken up only when `given`. */
export interface CloudInitValues {
  given: boolean;
  userData: string;
  /** As with a disk. */
  kept: Omit<CloudInit, "userData">;
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
  serial: InstanceSpec["serial"];
  machine: InstanceSpec["machine"];
  cpuModel: string;
  acpi: boolean;
  guestAgent: boolean;
  cloudInit: CloudInitValues;
  autostart: boolean;
  onCrash: InstanceSpec["onCrash"];
  /** As with a disk; nothing as long as the form edits every field of a spec. */
  kept: Omit<InstanceSpec, Edited>;
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
  nics: [
    { network: "user", bridge: "", vlan: "", forward: "", mac: "", model: "virtio", link: "up", kept: {} },
  ],
  serial: [{ log: true }],
  machine: "q35",
  cpuModel: "host-baseline",
  acpi: true,
  guestAgent: true,
  cloudInit: { given: false, userData: "#cloud-config\n", kept: {} },
  autostart: false,
  onCrash: "stop",
  kept: {},
};

/** A new disk's values; the first is named `root`. */
export function emptyDisk(index: number, source: "image" | "file" = "image"): DiskValues {
  return {
    name: index === 0 ? "root" : `data-${index}`,
    source,
    location: "",
    sizeMiB: "10240",
    image: "",
    sizeGiB: "",
    linked: true,
    pool: "",
    format: "qcow2",
    bus: "virtio",
    readOnly: false,
    kept: {},
  };
}

/** Whether the disk is reached over the network; such a disk is raw. */
export function isRemote(source: string): boolean {
  return source === "nbd" || source === "rbd" || source === "iscsi";
}

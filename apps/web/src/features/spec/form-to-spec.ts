import type { CloudInitValues, DiskValues, FormValues, NicValues } from "./form-values.ts";

/** What `instances.create` is sent, apart from `start`. Unchecked: the schema finds the faults, with their paths. */
export function toInput(values: FormValues): Record<string, unknown> {
  const newDisks = values.disks
    .filter((disk) => disk.source === "new")
    .map((disk) => ({ disk: disk.name, sizeMiB: toNumber(disk.sizeMiB) }));
  return {
    ...(values.host === "" ? {} : { host: values.host }),
    spec: toSpec(values),
    ...(newDisks.length === 0 ? {} : { newDisks }),
  };
}

/** The spec alone, unchecked too. */
export function toSpec(values: FormValues): Record<string, unknown> {
  return {
    ...values.kept,
    name: values.name,
    cpus: toNumber(values.cpus),
    memoryMiB: toNumber(values.memoryMiB),
    machine: values.machine,
    cpuModel: values.cpuModel,
    acpi: values.acpi,
    boot: toBoot(values),
    disks: values.disks.map(toDisk),
    nics: values.nics.map(toNic),
    serial: values.serial.map((port) => ({ ...port })),
    guestAgent: values.guestAgent,
    ...toCloudInit(values.cloudInit),
    autostart: values.autostart,
    onCrash: values.onCrash,
  };
}

function toBoot({ boot, kernel, initrd, cmdline }: FormValues) {
  return boot === "kernel" ? { kernel, ...(initrd === "" ? {} : { initrd }), cmdline } : { firmware: boot };
}

function toDisk(disk: DiskValues) {
  const { kept, name, source, format, bus, readOnly } = disk;
  // A disk that is made from an image has the format that fits.
  const said = source === "image" ? {} : { format };
  return { ...kept, name, source: toSource(disk), ...said, bus, readOnly };
}

function toSource({ source, location, image, sizeGiB, linked, pool }: DiskValues) {
  const size = sizeGiB === "" ? {} : { sizeGiB: toNumber(sizeGiB) };
  if (source === "image") return { image, ...size, linked };
  if (source === "pool") return { empty: { ...size, ...(pool === "" ? {} : { pool }) } };
  if (source === "empty") return { empty: true };
  return { [source === "new" ? "file" : source]: location };
}

function toNic({ kept, mac, model, link, ...network }: NicValues) {
  return { ...kept, ...(mac === "" ? {} : { mac }), network: toNetwork(network), model, link };
}

function toNetwork({ network, bridge, vlan, forward }: Omit<NicValues, "kept" | "mac" | "model" | "link">) {
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

function toCloudInit({ given, userData, kept }: CloudInitValues) {
  return given ? { cloudInit: { ...kept, userData } } : {};
}

/** Text that is no number stays text, so that the schema says which field wants one. */
function toNumber(text: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text;
}

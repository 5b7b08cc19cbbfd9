import * as z from "zod";
import type { DiskSpec } from "./disk-spec.ts";
import { GantryError } from "./error.ts";
import { macSchema } from "./nic-spec.ts";
import type { InstanceSpec } from "./spec.ts";

/** A machine holds at most this many disks, whatever their buses, and this many interfaces. */
export const mostDisks = 16;
export const mostNics = 8;

/** Free ports that a start leaves for what is plugged in later. A port costs 1 ms of start and 0.4 MiB. */
const spareDiskPorts = 4;
const spareNicPorts = 2;

/**
 * Where the devices of an instance sit. Each disk, by its name, and each interface, by its MAC, has a number for as long
 * as it exists, running or not; its PCI address, SCSI id or SATA port is made of that number alone. So no device moves
 * when another one is plugged, unplugged or removed, and a device that was plugged in has the same address after the next
 * power cycle.
 */
export const machinePlacesSchema = z.strictObject({
  disks: z.record(
    z.string(),
    z
      .int()
      .min(0)
      .max(mostDisks - 1),
  ),
  nics: z.record(
    macSchema,
    z
      .int()
      .min(0)
      .max(mostNics - 1),
  ),
  /** How many PCIe ports a q35 has for disks and for interfaces. Made at its start; a running machine gets no more. */
  diskPorts: z.int().min(0).max(mostDisks),
  nicPorts: z.int().min(0).max(mostNics),
  /** Whether it has the controller that SCSI disks are plugged into; like the ports, a matter of the start. */
  scsi: z.boolean(),
});
/** See {@link machinePlacesSchema}. */
export type MachinePlaces = z.output<typeof machinePlacesSchema>;

type Devices = Pick<InstanceSpec, "disks" | "nics" | "machine" | "cloudInit">;

/**
 * The places of a machine that is to be started: those of `before` stay, what is new takes the lowest free number, and
 * ports for later are left free. Numbers of what is gone become free again.
 */
export function placesAtStart(spec: Devices, before: MachinePlaces | null): MachinePlaces {
  const disks = numbered(
    spec.disks.map(({ name }) => name),
    before?.disks,
  );
  const nics = numbered(macsOf(spec), before?.nics);
  const inPorts = (bus: DiskSpec["bus"]) =>
    spec.disks.flatMap((disk) => (disk.bus === bus ? (disks[disk.name] ?? []) : []));
  return {
    disks,
    nics,
    diskPorts: ports(inPorts("virtio"), Object.values(disks), { most: mostDisks, spare: spareDiskPorts }),
    nicPorts: ports(virtioNics(spec, nics), Object.values(nics), { most: mostNics, spare: spareNicPorts }),
    // The CD with cloud-init data is plugged in there too.
    scsi: spec.cloudInit !== undefined || spec.disks.some(({ bus }) => bus === "scsi"),
  };
}

/**
 * The places of a running machine whose devices become those of `spec`. On a q35 a new device needs a port that is
 * there already.
 *
 * @throws GantryError `wrong_state` when no port, or no SCSI controller, is there for what is new.
 */
export function placesWhileRunning(spec: Devices, before: MachinePlaces): MachinePlaces {
  const after = {
    ...before,
    disks: numbered(
      spec.disks.map(({ name }) => name),
      before.disks,
    ),
    nics: numbered(macsOf(spec), before.nics),
  };
  if (!after.scsi && spec.disks.some(({ bus }) => bus === "scsi"))
    throw noRoom("it was started without a SCSI controller");
  if (spec.machine === "pc") return after;
  const virtioDisks = spec.disks.flatMap(({ bus, name }) =>
    bus === "virtio" ? (after.disks[name] ?? []) : [],
  );
  if (virtioDisks.some((number) => number >= after.diskPorts)) throw noRoom("no port for disks is free");
  if (virtioNics(spec, after.nics).some((number) => number >= after.nicPorts))
    throw noRoom("no port for interfaces is free");
  return after;
}

function numbered(
  keys: readonly string[],
  before: Readonly<Record<string, number>> = {},
): Record<string, number> {
  // A disk may be named as a property that every object has.
  const numberOf = (key: string) => (Object.hasOwn(before, key) ? before[key] : undefined);
  const kept = keys.flatMap((key) => numberOf(key) ?? []);
  const free = Array.from({ length: mostDisks }, (_, number) => number).filter(
    (number) => !kept.includes(number),
  );
  return Object.fromEntries(keys.map((key) => [key, numberOf(key) ?? free.shift() ?? mostDisks - 1]));
}

/** As many as reach the highest number that needs one and leave `spare` that nobody uses. */
function ports(
  inPorts: readonly number[],
  used: readonly number[],
  { most, spare }: { readonly most: number; readonly spare: number },
): number {
  let count = Math.max(-1, ...inPorts) + 1;
  const free = (upTo: number) => upTo - used.filter((number) => number < upTo).length;
  while (count < most && free(count) < spare) count += 1;
  return count;
}

function macsOf(spec: Devices): string[] {
  return spec.nics.flatMap(({ mac }) => mac ?? []);
}

function virtioNics(spec: Devices, numbers: Readonly<Record<string, number>>): number[] {
  return spec.nics.flatMap(({ model, mac }) => (model === "virtio" ? (numbers[mac ?? ""] ?? []) : []));
}

function noRoom(why: string): GantryError {
  return new GantryError("wrong_state", {
    message: `Nothing more can be plugged into this machine while it runs: ${why}.`,
    hint: "Stop it, plug it in and start it: each start leaves room for more.",
  });
}

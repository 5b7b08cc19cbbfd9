import { tmpdir } from "node:os";
import { join } from "node:path";

/** The places of a world: its two hosts, and where etcd runs. */
export const places = ["a", "b", "etcd"] as const;
/** See {@link places}. */
export type Place = (typeof places)[number];
/** A place that has an agent. */
export type HostPlace = Exclude<Place, "etcd">;

/** Everything of a world carries the pid of its maker in its name, so that a world whose maker is dead is known as one. */
const worldName = /^gantry-campaign-(\d+)-\d+/;

/** `serial` tells the worlds of one process apart. */
export function nameOfWorld(serial: number): string {
  return `gantry-campaign-${process.pid}-${serial}`;
}

/** The pid of the process that made what has this name; undefined when it is none of ours. */
export function makerOf(name: string): number | undefined {
  const [, pid] = worldName.exec(name) ?? [];
  return pid === undefined ? undefined : Number(pid);
}

/** Below it lies all that a world writes. Short: the paths of Unix sockets have at most 107 bytes. */
export function directoryOfWorld(name: string): string {
  return join(tmpdir(), name);
}

/** Where a host's state lies, and below it what carries the disk that it lies on. */
export function stateDiskOf(directory: string, place: string): readonly [state: string, carrier: string] {
  return [join(directory, place, "state"), join(directory, place, "disk")];
}

/** The other host. */
export function otherThan(place: HostPlace): HostPlace {
  return place === "a" ? "b" : "a";
}

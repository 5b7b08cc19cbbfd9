import type { DiskSpec } from "../model/disk-spec.ts";
import type { PrepareRequest } from "../model/migration-peer.ts";
import type { InstanceSpec } from "../model/spec.ts";
import { disksToCopy, type DiskToCopy, specOnTarget } from "./copied-disks.ts";
import { fileIdentities } from "./file-identities.ts";

/** A guest that is expected, and how it will be here. */
export interface Arrival {
  readonly request: PrepareRequest;
  readonly spec: InstanceSpec;
  readonly copies: readonly DiskToCopy[];
  /** Identity of each file disk as this host sees it under the source's path. */
  readonly here: Readonly<Record<string, string>>;
}

/** What a request means on this host: which disks it shares with the source, and where copies of the others will lie. */
export async function expectArrival(request: PrepareRequest): Promise<Arrival> {
  const here = await fileIdentities(request.spec);
  const isShared = ({ name }: DiskSpec) => isSameFile(request.fileIdentities[name], here[name]);
  const copies = disksToCopy(request.spec, request.options, isShared);
  return { request, spec: specOnTarget(request.spec, copies), copies, here };
}

/** Inode and size must agree; device numbers differ between machines that share a network file system. */
export function isSameFile(there: string | undefined, here: string | undefined): boolean {
  if (there === undefined || here === undefined) return false;
  return there.split(":").slice(1).join(":") === here.split(":").slice(1).join(":");
}

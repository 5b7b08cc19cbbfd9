import { existsSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { text } from "node:stream/consumers";
import { type OwnershipRecord, ownershipRecordSchema } from "@gantry/kvm-core/model";
import * as z from "zod";
import type { HostPlace } from "../world/names.ts";
import type { World } from "../world/world.ts";

const rowSchema = z.object({ record: z.string() });
const rangeSchema = z.object({ kvs: z.array(z.object({ value: z.string() })).default([]) });

/** An ownership record, and in whose store it is. */
export interface HeldRecord {
  readonly host: HostPlace | "etcd";
  readonly record: OwnershipRecord;
}

/** What a host's own SQLite has of an instance; undefined when nothing, or when it cannot be read at this moment. */
export function recordOfHost(stateDir: string, uuid: string): OwnershipRecord | undefined {
  const file = join(stateDir, "agent.db");
  if (!existsSync(file)) return undefined;
  try {
    using database = new DatabaseSync(file, { readOnly: true });
    const row = rowSchema.safeParse(
      database.prepare("SELECT record FROM ownership WHERE uuid = ?").get(uuid),
    );
    return row.success ? ownershipRecordSchema.parse(JSON.parse(row.data.record)) : undefined;
  } catch {
    return undefined;
  }
}

/** What etcd has of an instance, asked past the wires; undefined when nothing, or when it does not answer. */
export async function recordInEtcd(door: string, uuid: string): Promise<OwnershipRecord | undefined> {
  const key = Buffer.from(`/gantry/v1/own/${uuid}`).toString("base64");
  const answer = await ask(door, JSON.stringify({ key })).catch(() => undefined);
  const value = rangeSchema.safeParse(answer).data?.kvs[0]?.value;
  if (value === undefined) return undefined;
  const stored: unknown = JSON.parse(Buffer.from(value, "base64").toString());
  const { record } = z.object({ record: ownershipRecordSchema }).parse(stored);
  return record;
}

/** Every record that there is of an instance. */
export async function recordsOf({ hosts, etcd }: World, uuid: string): Promise<HeldRecord[]> {
  const found: [HeldRecord["host"], OwnershipRecord | undefined][] =
    etcd === undefined
      ? [
          ["a", recordOfHost(hosts.a.stateDir, uuid)],
          ["b", recordOfHost(hosts.b.stateDir, uuid)],
        ]
      : [["etcd", await recordInEtcd(etcd.door, uuid)]];
  return found.flatMap(([host, record]) => (record === undefined ? [] : [{ host, record }]));
}

/**
 * The one that counts: of the newest epoch, and of these its owner's own. A source with a full disk may keep one of the
 * same epoch, which gives it no right.
 */
export function newestOf(records: readonly HeldRecord[]): HeldRecord | undefined {
  const isOwn = ({ host, record }: HeldRecord) => Number(host === "etcd" || record.owner === `host-${host}`);
  return records.toSorted(
    (one, other) => other.record.epoch - one.record.epoch || isOwn(other) - isOwn(one),
  )[0];
}

async function ask(socketPath: string, body: string): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const signal = AbortSignal.timeout(1000);
  const call = request({ socketPath, method: "POST", path: "/v3/kv/range", signal });
  call.on("error", reject);
  call.on("response", (response) => {
    text(response)
      .then((said): unknown => JSON.parse(said))
      .then(resolve, reject);
  });
  call.end(body);
  return await promise;
}

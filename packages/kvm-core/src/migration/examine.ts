import type { HostServices, Instance } from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import type { OwnEvidence } from "../model/evidence.ts";
import { isIncarnation } from "../process/index.ts";
import { type QmpConnection, queryMigrate, queryStatus } from "../qmp/index.ts";
import {
  newestLines,
  newestMigration,
  migrationTarget,
  readRuntime,
  type RuntimeFile,
} from "../state-dir/index.ts";
import type { IncomingGuest } from "./incoming-guest.ts";

/** So long a store and a QEMU may take for their answer, in milliseconds. */
const patienceMs = 1500;
const linesShown = 8;

/** What this host knows and holds of an instance of its own. Changes nothing. */
export async function examineInstance({ services, uuid, name, live }: Instance): Promise<OwnEvidence> {
  const journal = services.layout.journalFile(uuid);
  const runtime = live?.runtime ?? (await readRuntime(services.layout, uuid).catch(() => undefined));
  const record = await readRecord(services, uuid);
  return {
    ...examined(services, "instance"),
    ...{ name, uuid },
    ...record,
    ...(await migrationOf(journal, record.record)),
    journal: await newestLines(journal, linesShown),
    ...(await processOf(runtime)),
    ...(live && (await askQemu(live.monitor))),
  };
}

/** The same of a guest that waits here for its hand-over. */
export async function examineWaiting(services: HostServices, guest: IncomingGuest): Promise<OwnEvidence> {
  const { uuid, spec, migrationId, source } = guest.request;
  const seen = await guest.probe().catch(() => undefined);
  return {
    ...examined(services, "waiting"),
    ...{ name: spec.name, uuid },
    isWhole: seen?.phase === "received" && seen.missing !== true,
    migration: { id: migrationId, source, target: services.host },
    ...(await readRecord(services, uuid)),
    journal: await newestLines(services.layout.journalFile(uuid), linesShown),
    ...(await processOf(guest.live.runtime)),
    ...(await askQemu(guest.live.monitor)),
  };
}

/** Nothing of it is here. */
export function examineNothing(services: HostServices): OwnEvidence {
  return { ...examined(services, "nothing"), journal: [] };
}

function examined({ host, ownership }: HostServices, holds: OwnEvidence["holds"]) {
  return { host, at: new Date().toISOString(), holds, sharedStore: ownership.shared };
}

async function readRecord(
  { ownership }: HostServices,
  uuid: string,
): Promise<Pick<OwnEvidence, "record" | "recordFault">> {
  try {
    return { record: (await ownership.read(uuid, AbortSignal.timeout(patienceMs)))?.record ?? null };
  } catch (error) {
    return { recordFault: GantryError.from(error).message };
  }
}

async function migrationOf(
  journal: string,
  record: OwnEvidence["record"],
): Promise<Pick<OwnEvidence, "migration">> {
  if (record?.migration != null) {
    const { id, source, target } = record.migration;
    return { migration: { id, source, target } };
  }
  const id = await newestMigration(journal);
  if (id === undefined) return {};
  const target = await migrationTarget(journal, id);
  return { migration: { id, ...(target === undefined ? {} : { target }) } };
}

async function processOf(runtime: RuntimeFile | undefined): Promise<Pick<OwnEvidence, "process">> {
  if (runtime === undefined) return {};
  const { incarnation, process } = runtime;
  return { process: { pid: process.pid, incarnation, alive: await isIncarnation(process, incarnation) } };
}

async function askQemu(monitor: QmpConnection): Promise<Pick<OwnEvidence, "qemu" | "qemuFault">> {
  try {
    const [{ status }, migration] = await Promise.all([
      queryStatus(monitor, { timeoutMs: patienceMs }),
      queryMigrate(monitor, { timeoutMs: patienceMs }),
    ]);
    return { qemu: { status, migration: migration.status } };
  } catch (error) {
    return { qemuFault: GantryError.from(error).message };
  }
}

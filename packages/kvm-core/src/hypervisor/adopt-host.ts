import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { adoptInstance } from "../instance/adopt-instance.ts";
import { type HostServices, Instance, type LiveQemu, openPorts } from "../instance/index.ts";
import { startInstance } from "../instance/start-instance.ts";
import { sweepOrphans } from "../instance/sweep-orphans.ts";
import type { InstanceTable } from "./instance-table.ts";
import type { IncomingMigrations } from "../migration/index.ts";
import { GantryError } from "../model/error.ts";
import { sweepTaps } from "../network/index.ts";
import { readBootId } from "../process/index.ts";
import { readInstances, writeAtomically } from "../state-dir/index.ts";

/** Brings the table in line with what really runs on this host, after however the last agent ended. */
export async function adoptHost(
  services: HostServices,
  table: InstanceTable,
  incoming: IncomingMigrations,
): Promise<void> {
  // First what is on its way here: a hand-over that did not end has left an instance too, and is repeated by its source.
  const arriving = await incoming.adopt();
  const { instances, damaged } = await readInstances(services.layout);
  for (const [uuid, error] of damaged) {
    services.log("error", `Instance ${uuid} cannot be read and is left alone`, {
      error: GantryError.from(error).message,
    });
  }
  for (const stored of instances.filter(({ uuid }) => !arriving.has(uuid))) {
    table.add(new Instance(services, stored, await openPorts(services, stored.uuid, stored.spec)));
  }
  await Promise.all(table.all().map((instance) => adoptOne(services, instance)));
  const lives = [...table.all().flatMap(({ live }) => live ?? []), ...incoming.lives()];
  const known = new Set(lives.map(({ incarnation }) => incarnation));
  // A damaged instance's process is not an orphan: it may be somebody's running guest.
  if (damaged.size === 0 && table.all().every(({ state }) => state !== "unresponsive"))
    await sweepOrphans(services, known);
  await sweepIdleTaps(services, lives);
  if (await isFirstOfBoot(services)) await startAutomatic(services, table);
}

/** Only after the orphans are gone: they may hold a tap. A host that cannot look for taps has made none. */
async function sweepIdleTaps({ network, log }: HostServices, lives: readonly LiveQemu[]): Promise<void> {
  const used = new Set(lives.flatMap(({ runtime }) => runtime.taps));
  try {
    const swept = await sweepTaps(network, used);
    if (swept.length > 0) log("warn", "Network interfaces that a dead agent left were removed", { swept });
  } catch (error) {
    log("info", "Network interfaces of a dead agent were not looked for", {
      error: GantryError.from(error).message,
    });
  }
}

async function adoptOne(services: HostServices, instance: Instance): Promise<void> {
  try {
    await adoptInstance(instance);
    await markHandedOver(services, instance);
  } catch (error) {
    services.log("error", `${instance.name} could not be taken up`, {
      error: GantryError.from(error).message,
    });
    instance.observe("unresponsive", GantryError.from(error).message);
  }
}

/** The last agent died after the commit of a migration: the guest is not ours any more, though its copy is still here. */
async function markHandedOver({ ownership, host }: HostServices, instance: Instance): Promise<void> {
  const held = await ownership.read(instance.uuid);
  if (held === undefined || held.record.owner === host) return;
  instance.observe("unknown", `It was handed over to ${held.record.owner}, which has not confirmed it yet.`);
}

/** True once per boot of the host: only then are instances started that want to run after a restart. */
async function isFirstOfBoot({ layout }: HostServices): Promise<boolean> {
  const file = join(layout.directories.stateDir, "boot-id");
  const before = await readFile(file, "utf8").catch(() => undefined);
  const now = await readBootId();
  if (before !== now) await writeAtomically(file, now);
  return before !== undefined && before !== now;
}

async function startAutomatic(services: HostServices, table: InstanceTable): Promise<void> {
  for (const instance of table.all()) {
    if (!instance.stored.spec.autostart || instance.state !== "stopped") continue;
    await startInstance(instance).catch((error: unknown) => {
      services.log("error", `${instance.name} could not be started after the host's restart`, {
        error: GantryError.from(error).message,
      });
    });
  }
}

import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { adoptInstance } from "../instance/adopt-instance.ts";
import { type HostServices, Instance, type LiveQemu, openPorts } from "../instance/index.ts";
import { type FoundQemu, qemusBelow } from "../instance/qemus-below.ts";
import { sweepOrphans } from "../instance/sweep-orphans.ts";
import { takeBackLeftovers } from "../instance/take-files-back.ts";
import { showDamaged } from "./damaged-instance.ts";
import type { InstanceTable } from "./instance-table.ts";
import { type IncomingMigrations, settleSuccession } from "../migration/index.ts";
import { GantryError } from "../model/error.ts";
import { isStoreFault } from "../model/ownership.ts";
import { sweepTaps } from "../network/index.ts";
import { startWithHost } from "./start-with-host.ts";
import { readInstances, type StoredInstance } from "../state-dir/index.ts";

/** Brings the table in line with what really runs on this host, after however the last agent ended. */
export async function adoptHost(
  services: HostServices,
  table: InstanceTable,
  incoming: IncomingMigrations,
): Promise<void> {
  // First what is on its way here: a hand-over that did not end has left an instance too, and is repeated by its source.
  const arriving = await incoming.adopt();
  const { instances, damaged } = await readInstances(services.layout);
  const { runDir } = services.layout.directories;
  const [processes, names] = await Promise.all([qemusBelow(runDir), readdir(runDir)]);
  for (const one of damaged) table.addDamaged(showDamaged(services, one, processes));
  const ours = instances.filter(({ uuid }) => !arriving.has(uuid));
  const opened = await Promise.all(ours.map((stored) => openInstance(services, stored)));
  for (const instance of opened) table.add(instance);
  await Promise.all(table.all().map((instance) => adoptOne(instance, processes)));
  const goingOver = table.all().filter(isGoingOver);
  const lives = [...table.all().flatMap(({ live }) => live ?? []), ...incoming.lives()];
  const known = new Set(lives.map(({ incarnation }) => incarnation));
  // The process of an instance that is damaged or does not answer is not an orphan: it may be a running guest.
  const hidden = table.all().filter(({ live, state }) => live === undefined && state === "unresponsive");
  const spared = new Set([...damaged, ...hidden, ...goingOver].map(({ uuid }) => uuid));
  await sweepOrphans(services, { processes, names, known, spared });
  await sweepIdleTaps(services, lives);
  await takeBackLeftovers(services, new Set([...lives.map(({ runtime }) => runtime.uuid), ...spared]));
  void startWithHost(services, table.all());
}

async function openInstance(services: HostServices, stored: StoredInstance): Promise<Instance> {
  return new Instance(services, stored, await openPorts(services, stored.uuid, stored.spec));
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

/** Its guest goes over from one process to another, and the store cannot say yet which of them has it. */
function isGoingOver({ uuid, services }: Instance): boolean {
  return existsSync(services.layout.successionFile(uuid));
}

/** Whether its guest was going over from one process to another, and it is known by now which of them has it. */
async function isSettled(instance: Instance): Promise<boolean> {
  try {
    return (await settleSuccession(instance)) !== "nothing";
  } catch (error) {
    if (!isStoreFault(error)) throw error;
    instance.services.log("warn", `${instance.name} has two QEMU processes until the store answers`, {
      error: error.message,
    });
    return false;
  }
}

async function adoptOne(instance: Instance, processes: readonly FoundQemu[]): Promise<void> {
  try {
    if (!(await isSettled(instance))) await adoptInstance(instance, processes);
  } catch (error) {
    instance.services.log("error", `${instance.name} could not be taken up`, {
      error: GantryError.from(error).message,
    });
    instance.observe("unresponsive", GantryError.from(error).message);
  }
}

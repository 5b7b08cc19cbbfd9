import {
  claimArrived,
  type HostServices,
  Instance,
  LiveQemu,
  openRunGate,
  watchProcess,
} from "../instance/index.ts";
import { GantryError } from "../model/error.ts";
import type { CommitReply, CommitRequest } from "../model/migration-peer.ts";
import type { OwnershipRecord } from "../model/ownership.ts";
import { mayRun, mayTake } from "../model/ownership-rules.ts";
import { cont } from "../qmp/index.ts";
import type { SerialPort } from "../serial/index.ts";
import {
  appendToJournal,
  makeInstanceDirectory,
  makeInstanceReady,
  writeRuntime,
} from "../state-dir/index.ts";
import { confirmArrival } from "./confirm-arrival.ts";
import { endWaiting } from "./end-waiting.ts";
import type { IncomingGuest } from "./incoming-guest.ts";
import { noteArrived } from "./incoming-past.ts";
import { settleIn } from "./settle-in.ts";
import { untilReceived } from "./until-received.ts";

/**
 * Turns a received guest into an instance of this host, in an order that bears a crash at any line: first everything
 * that a restart needs to adopt it, then the record, then the run gate. Only after the gate the record says that it has
 * arrived, and it counts as waiting no more: until then a restart that finds its process dead gives it back.
 */
export async function acceptHandOver(
  services: HostServices,
  guest: IncomingGuest,
  request: CommitRequest,
): Promise<{ instance: Instance; state: CommitReply["state"] }> {
  assertAddressed(services, guest, request);
  // Asked again because the gate did not open: one process is one instance, and its console is not imported twice.
  guest.arrived ??= await takeIn(services, guest, request);
  const instance = guest.arrived;
  const live = instance.running;
  if (request.resume) {
    await openRunGate(services, live, () => cont(live.monitor));
    settleIn(live);
  } else await appendToJournal(services.layout.journalFile(instance.uuid), `stands ${live.incarnation}`);
  // From here on the guest may run: nothing below may make the source believe that it did not.
  instance.observe(request.resume ? "running" : "paused");
  await confirmArrival(instance, live);
  await endWaiting(services.layout, request.migrationId).catch((error: unknown) => {
    // The next agent does it.
    services.log("warn", `${instance.name}: what was kept until it had arrived could not be removed`, {
      error: GantryError.from(error).message,
    });
  });
  return { instance, state: request.resume ? "running" : "paused" };
}

async function takeIn(
  services: HostServices,
  guest: IncomingGuest,
  request: CommitRequest,
): Promise<Instance> {
  const { layout } = services;
  // An empty directory says nothing.
  const whole = untilReceived(guest, {
    missed: `The target did not receive ${guest.request.spec.name}`,
    hint: "The source still has it.",
  });
  await Promise.all([whole, makeInstanceDirectory(layout, guest.request.uuid)]);
  await guest.endCopies();
  const { spec } = guest;
  const { uuid, machine, places = null, source } = guest.request;
  const runtime = { ...guest.live.runtime, epoch: request.record.epoch };
  const stored = { uuid, spec, createdAt: new Date().toISOString(), pinned: machine, places, lastExit: null };
  // Last of all files: by the others whoever has to give the guest back knows that this one is of it.
  await using unpublished = new AsyncDisposableStack();
  const instanceFile = makeInstanceReady(layout, stored).then((file) => unpublished.use(file));
  // In any order, since all of it counts only with the record; but none of it is left under way.
  const written = await Promise.allSettled([
    instanceFile,
    ...guest.ports.map((port, index) => takeConsole(port, request.serial[index])),
    writeRuntime(layout, runtime),
    noteArrived(layout, request.migrationId, { uuid, source, incarnation: guest.live.incarnation }),
  ]);
  for (const each of written) if (each.status === "rejected") throw each.reason;
  await (await instanceFile).publish();
  await takeRecord(services, request.record, guest.live.incarnation);
  const { account } = runtime;
  if (account !== null) await claimArrived(services, { uuid, account }, spec.disks);

  const live = new LiveQemu(runtime, guest.live.monitor);
  const instance = new Instance(services, stored, guest.ports);
  instance.live = live;
  watchProcess(instance, live);
  return instance;
}

/** The console goes on where it stood on the source, with what was typed there and not taken. */
async function takeConsole(
  port: SerialPort,
  past: CommitRequest["serial"][number] | undefined,
): Promise<void> {
  if (past === undefined) return;
  await port.past.begin({ ...past, tail: Buffer.from(past.tail, "base64") });
  port.write(Buffer.from(past.untaken, "base64"));
}

function assertAddressed(services: HostServices, guest: IncomingGuest, { record }: CommitRequest): void {
  const waiting = { host: services.host, incarnation: guest.live.incarnation };
  if (record.uuid === guest.request.uuid && mayTake(undefined, record, waiting)) return;
  throw new GantryError("ownership_refused", {
    message: `The hand-over of ${guest.request.spec.name} is not for this host and process.`,
    hint: "Nothing was started here. Look at the ownership record on the source.",
    details: { record },
  });
}

/**
 * Writes the record into this host's own store. In a shared one it has to be there already: what a peer says of it counts
 * for nothing.
 */
async function takeRecord(
  services: HostServices,
  record: OwnershipRecord,
  incarnation: string,
): Promise<void> {
  const waiting = { host: services.host, incarnation };
  const held = await services.ownership.read(record.uuid);
  if (services.ownership.shared) {
    if (held?.record.epoch !== record.epoch || !mayRun(held.record, waiting)) throw outdated(record);
    return;
  }
  if (!mayTake(held?.record, record, waiting)) throw outdated(record);
  if ((await services.ownership.compareAndSwap(record, held?.revision)) === undefined) throw outdated(record);
}

function outdated({ epoch }: OwnershipRecord): GantryError {
  return new GantryError("ownership_refused", {
    message: `The hand-over is older than what this host knows (epoch ${epoch}).`,
    hint: "Nothing was started here. Look at the ownership records on both hosts.",
  });
}

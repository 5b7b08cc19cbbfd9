import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { type HostServices, type Instance, type LiveQemu, openRunGate } from "../../instance/index.ts";
import type { MigrationPeer } from "../../model/migration-peer.ts";
import { mayHandOn } from "../../model/ownership-rules.ts";
import {
  migrateContinue,
  migratePause,
  migrateResume,
  queryMigrate,
  yankMigration,
} from "../../qmp/index.ts";
import { relayOutgoing } from "../stream-relay.ts";
import { endQemuMigration } from "../steps/switchover.ts";
import { takeBack } from "../take-back.ts";
import { type NextOfHandOn, sendingOf } from "./hand-on-rules.ts";
import type { HandingOver } from "./handing-over.ts";
import { memoryLostWords } from "./memory-lost.ts";

/** A post-copy move that was committed, as its source carries it on. */
export interface HandedOn {
  readonly id: string;
  readonly instance: Instance;
  readonly peer: MigrationPeer<Duplex>;
  readonly wasRunning: boolean;
  readonly handingOver: HandingOver;
}

/** So long QEMU has to take up a stream that was opened anew, in milliseconds. */
const takeUpMs = 3000;

/**
 * Does what follows from a look at both sides, except for the ends, which differ for who looks. Each of it can be tried
 * again.
 *
 * @returns whether the target has said that it let the guest run.
 */
export async function doNext(
  { id, instance, peer, handingOver }: HandedOn,
  next: Exclude<NextOfHandOn, "wait" | "retire" | "take-back" | "lost">,
): Promise<boolean> {
  const { services, live } = instance;
  switch (next) {
    case "hand-on":
      if (live !== undefined)
        await openRunGate(services, live, () => migrateContinue(live.monitor), { may: mayHandOn });
      return false;
    case "hand-over":
      return await handingOver.go();
    case "notice":
      if (live !== undefined) await notice(live);
      return false;
    case "rejoin":
      if (live !== undefined) await rejoin({ id, peer, services }, live);
      return false;
    case "abandon":
      await peer.abort(id);
      return false;
    case "end-there":
      await peer.endRest(id);
      return false;
  }
}

/** Past QEMU's queue: whoever waits for a dead link may answer nobody. */
async function notice({ monitor }: LiveQemu): Promise<void> {
  const { status } = await queryMigrate(monitor);
  if (sendingOf(status) === "deciding") await yankMigration(monitor);
  else await migratePause(monitor);
}

async function rejoin(
  { id, peer, services }: Pick<HandedOn, "id" | "peer"> & { readonly services: HostServices },
  { monitor, paths }: LiveQemu,
): Promise<void> {
  const { ticket } = await peer.rejoin(id);
  const stream = await peer.openStream(ticket);
  try {
    services.lifetime.throwIfAborted();
    const path = await relayOutgoing(paths.migration, stream, services.lifetime);
    await migrateResume(monitor, `unix:${path}`);
  } catch (error) {
    // The target's QEMU would wait on it, and listen to nobody else.
    stream.destroy();
    throw error;
  }
  await untilTakenUp(monitor, stream);
}

/**
 * QEMU connects after it has answered, and says `postcopy-paused` until it has: opened once more in that moment the stream
 * would be cut while both shake hands, from which QEMU before 8.2 does not come back.
 */
async function untilTakenUp(monitor: LiveQemu["monitor"], stream: Duplex): Promise<void> {
  const deadline = performance.now() + takeUpMs;
  while (!stream.closed && performance.now() < deadline) {
    if (sendingOf((await queryMigrate(monitor)).status) !== "cut") return;
    await delay(10);
  }
  // Nobody may take it up later.
  stream.destroy();
}

/** The source still has all of the guest, which never ran on the target: it goes on here. */
export async function goOnHere({ id, instance, peer, wasRunning, handingOver }: HandedOn): Promise<void> {
  const { live } = instance;
  // It may still stand before the switchover, where nothing tells it that nobody listens any more.
  if (live !== undefined) await endQemuMigration({ live });
  await takeBack({ instance, live, wasRunning });
  await peer.abort(id).catch(() => undefined);
  for (const [index, port] of instance.ports.entries())
    port.write(Buffer.from(handingOver.request?.serial[index]?.untaken ?? "", "base64"));
}

/**
 * The guest never ran on the target, whose process is gone, and the one here cannot go on: QEMU holds it as half of a
 * migration for ever. It is ended first, so that whoever comes next finds the same and ends the same way.
 */
export async function endHalfHere({
  id,
  instance,
  peer,
}: Pick<HandedOn, "id" | "instance" | "peer">): Promise<void> {
  const { live, services } = instance;
  const reason = memoryLostWords({ source: services.host, target: peer.host });
  if (live !== undefined) {
    await live.end({ state: "crashed", reason });
    await live.forgotten;
  }
  await takeBack({ instance, live: undefined, wasRunning: true });
  for (const port of instance.ports) port.holdInput(false);
  instance.observe("crashed", reason);
  await peer.abort(id).catch(() => undefined);
}

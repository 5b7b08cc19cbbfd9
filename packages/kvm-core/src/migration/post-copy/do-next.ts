import type { Duplex } from "node:stream";
import { type HostServices, type Instance, type LiveQemu, openRunGate } from "../../instance/index.ts";
import type { CommitRequest, MigrationPeer } from "../../model/migration-peer.ts";
import { mayHandOn } from "../../model/ownership-rules.ts";
import { migrateContinue, migrateResume } from "../../qmp/index.ts";
import { relayOutgoing } from "../stream-relay.ts";
import { endQemuMigration } from "../steps/switchover.ts";
import { takeBack } from "../take-back.ts";
import type { NextOfHandOn } from "./hand-on-rules.ts";
import { memoryLostWords } from "./memory-lost.ts";

/** A post-copy move that was committed, as its source carries it on. */
export interface HandedOn {
  readonly id: string;
  readonly instance: Instance;
  readonly peer: MigrationPeer<Duplex>;
  readonly wasRunning: boolean;
  readonly request: () => Promise<CommitRequest>;
}

/**
 * Does what follows from a look at both sides, except for the ends, which differ for who looks. Each of it can be tried
 * again.
 *
 * @returns whether the target has said that it let the guest run.
 */
export async function doNext(
  { id, instance, peer, request }: HandedOn,
  next: Exclude<NextOfHandOn, "wait" | "retire" | "take-back" | "lost">,
): Promise<boolean> {
  const { services, live } = instance;
  switch (next) {
    case "hand-on":
      if (live !== undefined)
        await openRunGate(services, live, () => migrateContinue(live.monitor), { may: mayHandOn });
      return false;
    case "hand-over":
      await peer.commit(await request());
      return true;
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
}

/** The source still has all of the guest, which never ran on the target: it goes on here. */
export async function goOnHere({ id, instance, peer, wasRunning }: HandedOn): Promise<void> {
  const { live } = instance;
  // It may still stand before the switchover, where nothing tells it that nobody listens any more.
  if (live !== undefined) await endQemuMigration({ live });
  await takeBack({ instance, live, wasRunning });
  await peer.abort(id).catch(() => undefined);
}

/**
 * The guest never ran on the target, whose process is gone, and the one here cannot go on: QEMU holds it as half of a
 * migration for ever. It is ended first, so that whoever comes next finds the same and ends the same way.
 */
export async function endHalfHere({ id, instance, peer }: HandedOn): Promise<void> {
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

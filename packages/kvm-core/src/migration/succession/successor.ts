import type { Duplex } from "node:stream";
import { endEmptied, type HostServices, launchQemu, type LiveQemu, placesOf } from "../../instance/index.ts";
import type { ProbeReply } from "../../model/migration-peer.ts";
import { connectStream } from "../../qmp/index.ts";
import { makeEndpoint } from "../../serial/index.ts";
import { makeSuccessionReady, removeSuccession } from "../../state-dir/index.ts";
import { incomingPhase } from "../incoming-phase.ts";
import type { Destination, Passage } from "../move.ts";
import { waitForGuest } from "../wait-for-guest.ts";

/**
 * The new QEMU process of an instance beside the one that has its guest: same machine, same disks, same logs of its
 * consoles; sockets, taps and a directory of its own.
 */
export class Successor implements Destination {
  readonly host: string;
  readonly live: LiveQemu;
  readonly #services: HostServices;

  private constructor(services: HostServices, live: LiveQemu) {
    this.host = services.host;
    this.live = live;
    this.#services = services;
  }

  /** Starts the process, paused, and lets it listen on a Unix socket that only this host's QEMU and agent reach. */
  static async launch({ id, instance, live: old, request }: Passage): Promise<Successor> {
    const { services, uuid, stored } = instance;
    const live = await launchQemu({
      services,
      uuid,
      spec: stored.spec,
      machine: old.runtime.machine,
      places: placesOf(instance),
      incarnation: request.targetIncarnation,
      epoch: 0,
      ports: stored.spec.serial.map(() => endpointOnly(services)),
      takenTaps: old.runtime.taps,
      incoming: true,
      ask: (monitor, paths) => waitForGuest(monitor, paths, { request, copies: [] }),
      record: (runtime) =>
        makeSuccessionReady(services.layout, { migrationId: id, old: old.runtime, successor: runtime }),
    });
    return new Successor(services, live);
  }

  async openStream(): Promise<Duplex> {
    return await connectStream(this.live.paths.migration);
  }

  async probe(): Promise<ProbeReply> {
    const { monitor } = this.live;
    if (monitor.isClosed) return { phase: "failed", message: "ended: the new QEMU process died" };
    return await incomingPhase(monitor);
  }

  /** Ends the process and removes everything it left. Only for one that was never let run. */
  async discard(): Promise<void> {
    const { runtime } = this.live;
    await this.live.end({ state: "stopped", reason: "The guest did not go over to it." });
    await endEmptied(this.#services, runtime);
    await removeSuccession(this.#services.layout, runtime.uuid);
  }
}

/** The guest's consoles are the other process's until the guest goes over; only what QEMU opens is made. */
function endpointOnly({ fifos }: Pick<HostServices, "fifos">) {
  return {
    prepare: (path: string) => makeEndpoint(path, (fifo) => fifos.take(fifo)),
    attach: async () => undefined,
    detach: async () => undefined,
  };
}

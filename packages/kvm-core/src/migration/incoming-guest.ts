import { rm } from "node:fs/promises";
import type { Duplex } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import {
  type HostServices,
  type Instance,
  launchQemu,
  LiveQemu,
  openPorts,
  removeVariables,
  returnFiles,
  transcriptTo,
} from "../instance/index.ts";
import type { PrepareReply, PrepareRequest, ProbeReply } from "../model/migration-peer.ts";
import { placesAtStart } from "../model/places.ts";
import type { InstanceSpec } from "../model/spec.ts";
import { removeTaps } from "../network/index.ts";
import { isIncarnation } from "../process/index.ts";
import { hasNbdExports, nbdServerStop, QmpConnection } from "../qmp/index.ts";
import type { SerialPort } from "../serial/index.ts";
import { processPaths } from "../state-dir/index.ts";
import type { ImageSize } from "../storage/index.ts";
import type { Arrival } from "./arrival.ts";
import { incomingPhase } from "./incoming-phase.ts";
import type { DiskToCopy } from "./copied-disks.ts";
import { type IncomingFile, makeIncomingReady, mayHaveRun, removeIncoming } from "./incoming-file.ts";
import { makeImages, removeImages } from "./incoming-images.ts";
import { memoryThere } from "./post-copy/memory-there.ts";
import { removeHalfArrived } from "./remove-prepared.ts";
import { relayIncoming } from "./stream-relay.ts";
import { type StreamEnd, StreamTickets } from "./stream-tickets.ts";
import { mayComeByPostCopy, waitForGuest } from "./wait-for-guest.ts";

/** A paused QEMU process on the target that waits for a guest, or holds one that is not handed over yet. */
export class IncomingGuest {
  readonly request: PrepareRequest;
  /** The spec as it holds here. */
  readonly spec: InstanceSpec;
  /** The disks whose copies it takes. */
  readonly copies: readonly DiskToCopy[];
  readonly tickets: StreamTickets;
  readonly live: LiveQemu;
  readonly ports: readonly SerialPort[];
  /** Keeps its name free here until it has arrived or is given up. */
  readonly reserved: Disposable;
  /** What it became, once a hand-over has come as far as the run gate. */
  arrived: Instance | undefined;
  /** True once the source has begun to send the memory. */
  hasMemoryStream = false;
  readonly #services: HostServices;
  #discarded: Promise<void> | undefined;

  private constructor(
    services: HostServices,
    { request, spec, copies }: Omit<Arrival, "here">,
    parts: { readonly live: LiveQemu; readonly ports: readonly SerialPort[]; readonly reserved: Disposable },
  ) {
    this.#services = services;
    this.request = request;
    this.spec = spec;
    this.copies = copies;
    this.tickets = new StreamTickets(copies.map(({ disk }) => disk.name));
    this.live = parts.live;
    this.ports = parts.ports;
    this.reserved = parts.reserved;
  }

  /** Starts the process and lets it listen on a Unix socket that only this agent uses. */
  static async launch(
    services: HostServices,
    arrival: Arrival,
    reserved: Disposable,
  ): Promise<IncomingGuest> {
    const { request, spec } = arrival;
    await using undo = new AsyncDisposableStack();
    await makeImages(services.layout, request.migrationId, imagesFor(arrival));
    undo.defer(() => removeImages(services.layout, request.migrationId));
    undo.defer(() => removeVariables(services.layout.uefiVariables(request.uuid)));
    const ports = await openPorts(services, request.uuid, spec);
    undo.defer(() => closePorts(ports));
    const live = await launchQemu({
      services,
      uuid: request.uuid,
      spec,
      machine: request.machine,
      places: request.places ?? placesAtStart(spec, null),
      incarnation: request.targetIncarnation,
      epoch: 0,
      ports,
      incoming: true,
      recoverable: mayComeByPostCopy(request),
      ask: (monitor, paths) => waitForGuest(monitor, paths, arrival),
      record: (runtime) => makeIncomingReady(services.layout, { request, spec, runtime }),
    });
    undo.move();
    return new IncomingGuest(services, arrival, { live, ports, reserved });
  }

  /** Takes up what a former agent prepared; undefined when its process is gone or does not answer. */
  static async adopt(
    services: HostServices,
    { request, spec, runtime }: IncomingFile,
    names: { reserve(name: string): Disposable },
  ): Promise<IncomingGuest | undefined> {
    if (!(await isIncarnation(runtime.process, runtime.incarnation))) return undefined;
    const monitor = await QmpConnection.open({
      path: processPaths(runtime.processDir).monitor,
      transcript: transcriptTo(services.layout.transcript(request.uuid)),
    }).catch(() => undefined);
    if (monitor === undefined) return undefined;
    const live = new LiveQemu(runtime, monitor);
    const ports = await openPorts(services, request.uuid, spec);
    for (const [index, port] of ports.entries()) await port.attach(live.paths.serial(index));
    // Its streams ended with the former agent: nothing more is copied.
    const arrival = { request, spec, copies: [] };
    return new IncomingGuest(services, arrival, { live, ports, reserved: names.reserve(spec.name) });
  }

  /** What its source is told once it waits. */
  get reply(): PrepareReply {
    const { memory, disks } = this.tickets;
    const copies = this.copies.map(
      ({ disk: { name }, path }) => [name, { ticket: disks.get(name) ?? "", path }] as const,
    );
    return { memory, copies: Object.fromEntries(copies) };
  }

  /** Joins a stream of the source to the process. */
  async acceptStream(end: StreamEnd, stream: Duplex): Promise<void> {
    const { migration, nbd } = this.live.paths;
    if (end === "memory") this.hasMemoryStream = true;
    await relayIncoming(end === "memory" ? migration : nbd, stream);
  }

  /** Closes the copies of disks: nobody but the guest writes to them from now on. */
  async endCopies(): Promise<void> {
    const { monitor } = this.live;
    // Also in a process that a former agent of this host had prepared.
    if (this.request.options.copyDisks === false || !(await hasNbdExports(monitor))) return;
    await nbdServerStop(monitor);
  }

  /** Whether all of the guest has arrived; waits while that is still being decided. False once it never can. */
  async isWhole(): Promise<boolean> {
    for (;;) {
      // A process that does not answer may hold all of it: it is not given up for that.
      const { phase } = await this.probe().catch((): ProbeReply => ({ phase: "received" }));
      if (phase === "received" || phase === "committed") return true;
      if (phase !== "receiving") return false;
      await delay(10);
    }
  }

  async probe(): Promise<ProbeReply> {
    const { monitor } = this.live;
    if (monitor.isClosed) return await this.#afterDeath();
    if (!mayComeByPostCopy(this.request)) return await incomingPhase(monitor);
    // A hand-over that did not end may have let it run all the same: it waits for a page since.
    if (await this.#mayHaveRun()) return { phase: "committed", ...(await memoryThere(monitor)) };
    // So may one be that has just taken its devices, and then it says nothing.
    return await incomingPhase(monitor).catch(() => ({ phase: "receiving", missing: true }));
  }

  /** The same while a hand-over is under way, which may yet come to the run gate, or wait for a page itself. */
  async probeHandOver(): Promise<ProbeReply> {
    const { monitor } = this.live;
    if (!mayComeByPostCopy(this.request) || monitor.isClosed) return { phase: "received" };
    return { phase: "received", ...(await memoryThere(monitor)) };
  }

  /** A guest that may have run here is never given back: its disks may have changed since the source paused. */
  async #afterDeath(): Promise<ProbeReply> {
    if (await this.#mayHaveRun()) return { phase: "committed" };
    return { phase: "failed", message: "its QEMU process ended" };
  }

  async #mayHaveRun(): Promise<boolean> {
    const { request, live } = this;
    return await mayHaveRun(this.#services.layout, { request, runtime: live.runtime });
  }

  /**
   * Ends the process and removes everything it left. Only for a guest that was never let run here. Each of its streams, and
   * its source, may give it up at one moment: all of them wait for the one removal.
   */
  discard(): Promise<void> {
    this.#discarded ??= this.#discard();
    // What could not be done, as on a full disk, can be tried again.
    this.#discarded.catch(() => (this.#discarded = undefined));
    return this.#discarded;
  }

  async #discard(): Promise<void> {
    const { layout, network } = this.#services;
    await this.live.end({ state: "stopped", reason: "The migration did not take place." });
    for (const port of this.ports) {
      await port.detach();
      await port[Symbol.asyncDispose]();
    }
    await removeTaps(this.live.runtime.taps, network.run);
    await rm(this.live.runtime.processDir, { recursive: true, force: true });
    await returnFiles(this.#services, this.request.uuid);
    await removeHalfArrived(layout, { request: this.request, runtime: this.live.runtime });
    await removeImages(layout, this.request.migrationId);
    await removeIncoming(layout, this.request.migrationId);
    this.reserved[Symbol.dispose]();
  }
}

function imagesFor({ request, copies }: Arrival): ImageSize[] {
  return copies.map(({ disk: { name, format }, path }) => ({
    path,
    format,
    bytes: request.images[name]?.size ?? 0,
  }));
}

async function closePorts(ports: readonly SerialPort[]): Promise<void> {
  for (const port of ports) await port[Symbol.asyncDispose]();
}

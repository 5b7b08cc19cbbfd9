import { rm } from "node:fs/promises";
import type { Duplex } from "node:stream";
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
import type { PrepareRequest, ProbeReply } from "../model/migration-peer.ts";
import { placesAtStart } from "../model/places.ts";
import { removeTaps } from "../network/index.ts";
import { isIncarnation } from "../process/index.ts";
import { migrateIncoming, migrateSetCapabilities, QmpConnection, queryMigrate } from "../qmp/index.ts";
import type { SerialPort } from "../serial/index.ts";
import { journalMentions, processPaths } from "../state-dir/index.ts";
import { migrationCapabilities } from "./capabilities.ts";
import { type IncomingFile, removeIncoming, writeIncoming } from "./incoming-file.ts";
import { relayIncoming } from "./stream-relay.ts";

/** A paused QEMU process on the target that waits for a guest, or holds one that is not handed over yet. */
export class IncomingGuest {
  readonly request: PrepareRequest;
  readonly live: LiveQemu;
  readonly ports: readonly SerialPort[];
  /** Keeps its name free here until it has arrived or is given up. */
  readonly reserved: Disposable;
  /** What it became, once a hand-over has come as far as the run gate. */
  arrived: Instance | undefined;
  readonly #services: HostServices;
  #streamTaken = false;

  private constructor(
    services: HostServices,
    request: PrepareRequest,
    parts: { readonly live: LiveQemu; readonly ports: readonly SerialPort[]; readonly reserved: Disposable },
  ) {
    this.#services = services;
    this.request = request;
    this.live = parts.live;
    this.ports = parts.ports;
    this.reserved = parts.reserved;
  }

  /** Starts the process and lets it listen on a Unix socket that only this agent uses. */
  static async launch(
    services: HostServices,
    request: PrepareRequest,
    reserved: Disposable,
  ): Promise<IncomingGuest> {
    await using undo = new AsyncDisposableStack();
    undo.defer(() => removeVariables(services.layout.uefiVariables(request.uuid)));
    const ports = await openPorts(services, request.uuid, request.spec);
    undo.defer(() => closePorts(ports));
    const live = await launchQemu({
      services,
      uuid: request.uuid,
      spec: request.spec,
      machine: request.machine,
      places: request.places ?? placesAtStart(request.spec, null),
      incarnation: request.targetIncarnation,
      epoch: 0,
      ports,
      incoming: true,
      record: (runtime) => writeIncoming(services.layout, { request, runtime }),
    });
    const guest = new IncomingGuest(services, request, { live, ports, reserved });
    undo.move();
    try {
      await migrateSetCapabilities(live.monitor, migrationCapabilities);
      await migrateIncoming(live.monitor, `unix:${live.paths.migration}`);
      return guest;
    } catch (error) {
      await guest.discard();
      throw error;
    }
  }

  /** Takes up what a former agent prepared; undefined when its process is gone or does not answer. */
  static async adopt(
    services: HostServices,
    { request, runtime }: IncomingFile,
    names: { reserve(name: string): Disposable },
  ): Promise<IncomingGuest | undefined> {
    if (!(await isIncarnation(runtime.process, runtime.incarnation))) return undefined;
    const monitor = await QmpConnection.open({
      path: processPaths(runtime.processDir).monitor,
      transcript: transcriptTo(services.layout.transcript(request.uuid)),
    }).catch(() => undefined);
    if (monitor === undefined) return undefined;
    const live = new LiveQemu(runtime, monitor);
    const ports = await openPorts(services, request.uuid, request.spec);
    for (const [index, port] of ports.entries()) await port.attach(live.paths.serial(index));
    return new IncomingGuest(services, request, { live, ports, reserved: names.reserve(request.spec.name) });
  }

  /** Joins the stream of the source to the process. There is exactly one per migration. */
  async acceptStream(stream: Duplex): Promise<boolean> {
    if (this.#streamTaken) return false;
    this.#streamTaken = true;
    await relayIncoming(this.live.paths.migration, stream);
    return true;
  }

  async probe(): Promise<ProbeReply> {
    if (this.live.monitor.isClosed) return await this.#afterDeath();
    const { status, errorDesc } = await queryMigrate(this.live.monitor, { timeoutMs: 1500 });
    if (status === "completed") return { phase: "received" };
    if (status === "failed")
      return { phase: "failed", message: errorDesc ?? "QEMU could not take the guest" };
    return { phase: status === "active" || status === "device" ? "receiving" : "waiting" };
  }

  /** A guest that may have run here is never given back: its disks may have changed since the source paused. */
  async #afterDeath(): Promise<ProbeReply> {
    const mayHaveRun = await journalMentions(
      this.#services.layout.journalFile(this.request.uuid),
      this.live.incarnation,
    );
    return mayHaveRun ? { phase: "committed" } : { phase: "failed", message: "its QEMU process ended" };
  }

  /** Ends the process and removes everything it left. Only for a guest that was never let run here. */
  async discard(): Promise<void> {
    const { layout, network } = this.#services;
    await this.live.end({ state: "stopped", reason: "The migration did not take place." });
    for (const port of this.ports) {
      await port.detach();
      await port[Symbol.asyncDispose]();
    }
    await removeTaps(this.live.runtime.taps, network.run);
    await rm(this.live.runtime.processDir, { recursive: true, force: true });
    await returnFiles(this.#services, this.request.uuid);
    await removeVariables(layout.uefiVariables(this.request.uuid));
    await removeIncoming(layout, this.request.migrationId);
    this.reserved[Symbol.dispose]();
  }
}

async function closePorts(ports: readonly SerialPort[]): Promise<void> {
  for (const port of ports) await port[Symbol.asyncDispose]();
}

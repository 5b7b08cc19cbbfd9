import { randomBytes } from "node:crypto";
import { appendFile, mkdir, rm } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { buildCommandLine, nicDeviceId, nicNumber } from "../command-line/index.ts";
import { seedImage } from "../cloud-init/index.ts";
import type { Account } from "../model/account.ts";
import { GantryError } from "../model/error.ts";
import type { MachinePlaces } from "../model/places.ts";
import type { InstanceSpec } from "../model/spec.ts";
import { prepareNics } from "../network/index.ts";
import { killProcess, lastWords, type SpawnedQemu, spawnQemu } from "../process/index.ts";
import { QmpConnection, setLink } from "../qmp/index.ts";
import { makeEndpoint, type SerialPort } from "../serial/index.ts";
import {
  type PinnedMachine,
  type ProcessPaths,
  processPaths,
  type ReadyFile,
  type RuntimeFile,
  writeAtomically,
} from "../state-dir/index.ts";
import { LiveQemu } from "./live-qemu.ts";
import { openToAccount } from "./open-to-account.ts";
import { type OperationContext, runStep, silentContext } from "./operation-context.ts";
import { serialLog } from "./open-ports.ts";
import { transcriptTo } from "./qmp-transcript.ts";
import type { HostServices } from "./services.ts";
import { uefiFiles } from "./uefi-firmware.ts";

/** A new QEMU process of an instance, still to be started. */
export interface LaunchRequest {
  readonly services: HostServices;
  readonly uuid: string;
  readonly spec: InstanceSpec;
  readonly machine: PinnedMachine;
  readonly places: MachinePlaces;
  readonly incarnation: string;
  readonly epoch: number;
  readonly ports: readonly LaunchedPort[];
  /** Taps of another process of the instance, which has its guest. */
  readonly takenTaps?: readonly string[];
  /** Waits for a migration stream instead of a boot. */
  readonly incoming: boolean;
  /** May come by post-copy: gets a monitor that every later agent can reach, whatever QEMU waits for. */
  readonly recoverable?: boolean;
  /** What QEMU is asked first, in one breath with the handshake: it answers once it has started, and then all at once. */
  readonly ask?: (monitor: QmpConnection, paths: ProcessPaths) => Promise<void>;
  /** Hears of each step. */
  readonly context?: OperationContext;
  /** Brings the runtime facts to disk while QEMU starts; to publish them is the last act of a launch. */
  readonly record: (runtime: RuntimeFile) => Promise<ReadyFile>;
}

/** A serial port, as far as a launch has to do with it. */
type LaunchedPort = Pick<SerialPort, "prepare" | "attach" | "detach">;

/** A random id of one QEMU process, 16 hex digits, part of its command line. */
export function newIncarnation(): string {
  return randomBytes(8).toString("hex");
}

/**
 * Starts a QEMU process whose CPUs do not run yet, with its monitor connected and its serial ports drained. When any
 * part fails, everything before it is undone and no trace is left but QEMU's words in the log.
 */
export async function launchQemu(request: LaunchRequest): Promise<LiveQemu> {
  const { services, uuid, incarnation, spec, context = silentContext() } = request;
  const { layout } = services;
  await using undo = new AsyncDisposableStack();

  const paths = processPaths(layout.processDir(uuid, incarnation));
  await mkdir(layout.directories.runDir, { recursive: true, mode: 0o700 });
  // Not `recursive`: one that is there already belongs to another process.
  await mkdir(paths.dir, { mode: 0o700 });
  undo.defer(() => rm(paths.dir, { recursive: true, force: true }));
  const account = services.qemuUser?.accountFor(uuid);
  await runStep(context, "prepare files", async () => {
    await prepareFiles(request, paths);
    if (account !== undefined) await openToAccount(request, { account, undo, paths });
  });

  const nics = await runStep(context, "prepare network", () =>
    prepareNics(spec, {
      uuid,
      numbers: request.places.nics,
      account,
      taken: request.takenTaps,
      ...services.network,
    }),
  );
  undo.defer(() => nics.undo());
  const { taps } = nics;

  const logFile = layout.qemuLog(uuid);
  const spawned = await runStep(context, "spawn QEMU", () =>
    spawn(request, { paths, taps, logFile, account }),
  );
  undo.defer(() => killProcess(spawned.identity, incarnation));

  const runtime: RuntimeFile = {
    uuid,
    incarnation,
    process: spawned.identity,
    processDir: paths.dir,
    machine: request.machine,
    qemuVersion: services.qemu.version,
    startedAt: new Date().toISOString(),
    epoch: request.epoch,
    serialPorts: spec.serial.length,
    taps: Object.values(taps),
    account: account ?? null,
    unsettledNics: [],
    unsettledDisks: [],
  };
  const recording = request.record(runtime);
  // It is heard where it is waited for, which may be long after it failed, as on a full disk.
  recording.catch(() => undefined);
  undo.defer(() => forgetUnpublished(recording));

  const monitor = await runStep(context, "connect monitor", () =>
    connectMonitor(request, { spawned, paths, logFile }),
  );
  undo.defer(() => monitor.close());

  await runStep(context, "attach console", async () => {
    for (const [index, port] of request.ports.entries()) {
      await port.attach(paths.serial(index));
      undo.defer(() => port.detach());
    }
  });
  await pullCables(monitor, request);

  await runStep(context, "record", async () => (await recording).publish());
  undo.move();
  return new LiveQemu(runtime, monitor, spawned.exited);
}

/** Whatever became of it. That it failed is told where it is waited for. */
async function forgetUnpublished(recording: Promise<ReadyFile>): Promise<void> {
  const ready = await recording.catch(() => undefined);
  await ready?.[Symbol.asyncDispose]();
}

async function prepareFiles(request: LaunchRequest, paths: ProcessPaths): Promise<void> {
  await mkdir(request.services.layout.logDir(request.uuid), { recursive: true, mode: 0o700 });
  for (const [index, port] of request.ports.entries()) await port.prepare(paths.serial(index));
  if (request.recoverable)
    await makeEndpoint(paths.recoveryMonitor, (fifo) => request.services.fifos.take(fifo));
  await writeSeed(request, paths);
}

async function spawn(
  request: LaunchRequest,
  {
    paths,
    taps,
    logFile,
    account,
  }: {
    readonly paths: ProcessPaths;
    readonly taps: Readonly<Record<number, string>>;
    readonly logFile: string;
    readonly account: Account | undefined;
  },
): Promise<SpawnedQemu> {
  const argv = await commandLineOf(request, paths, taps);
  const now = new Date().toISOString();
  await appendFile(logFile, `gantry: ${now} incarnation ${request.incarnation}\n`, { mode: 0o600 });
  return await spawnQemu({ binary: request.services.qemu.binary, argv, logFile, account });
}

/** QEMU starts with every link up: those that shall be down are, before the guest can see them. */
async function pullCables(monitor: QmpConnection, { spec, places }: LaunchRequest): Promise<void> {
  for (const nic of spec.nics.filter(({ link }) => link === "down")) {
    await setLink(monitor, { name: nicDeviceId(nicNumber(places, nic)), up: false });
  }
}

/** The guest's cloud-init data. Lies with the process and ends with it: equal data make an equal image on every host. */
async function writeSeed({ spec, uuid }: LaunchRequest, { seed }: ProcessPaths): Promise<void> {
  const { cloudInit, name } = spec;
  if (cloudInit !== undefined) await writeAtomically(seed, seedImage(cloudInit, { uuid, name }));
}

/** The argv (without the binary) that this request stands for. */
export async function commandLineOf(
  request: Pick<
    LaunchRequest,
    "services" | "uuid" | "spec" | "machine" | "places" | "incarnation" | "incoming" | "recoverable"
  >,
  paths: ProcessPaths,
  taps: Readonly<Record<number, string>>,
): Promise<string[]> {
  const { services, uuid, spec, machine, places, incarnation, incoming } = request;
  const uefi = await uefiFiles(spec, services.layout.uefiVariables(uuid));
  return buildCommandLine({
    spec,
    uuid,
    incarnation,
    machine,
    places,
    paths: {
      monitor: paths.monitor,
      rescueMonitor: paths.rescueMonitor,
      recoveryMonitor: request.recoverable ? paths.recoveryMonitor : undefined,
      pidFile: paths.pidFile,
      guestAgent: paths.guestAgent,
      seed: paths.seed,
      serial: spec.serial.map((serial, index) => ({
        endpoint: paths.serial(index),
        log: serialLog(services.layout, { uuid, port: index, kept: serial.log }),
      })),
      ...(uefi === undefined ? {} : { uefi }),
    },
    taps,
    incoming,
  });
}

async function connectMonitor(
  { services, uuid, ask }: LaunchRequest,
  {
    spawned,
    paths,
    logFile,
  }: { readonly spawned: SpawnedQemu; readonly paths: ProcessPaths; readonly logFile: string },
): Promise<QmpConnection> {
  const died = new AbortController();
  const early = spawned.exited.then(() => died.abort());
  try {
    const options = {
      path: paths.monitor,
      signal: died.signal,
      greetingTimeoutMs: 10_000,
      transcript: transcriptTo(services.layout.transcript(uuid)),
    };
    const { connection } = await QmpConnection.openAsking(options, async (monitor) => ask?.(monitor, paths));
    return connection;
  } catch (error) {
    // Its socket goes a moment before the process does.
    if (GantryError.from(error).code === "monitor_failed")
      await Promise.race([early, delay(1000, undefined, { ref: false })]);
    if (!died.signal.aborted) throw error;
    await early;
    throw new GantryError("qemu_failed", {
      message: `QEMU refused to start: ${await lastWords(logFile)}`,
      hint: "Correct what QEMU names and start again; nothing was left behind.",
      details: { log: logFile },
      cause: error,
    });
  }
}

import { readFile } from "node:fs/promises";
import { diskOfDevice, nicDeviceId } from "../command-line/index.ts";
import type { FiguresRow, InstanceFigures } from "../model/instance.ts";
import { tapOfNumber } from "../network/index.ts";
import { readProcessFigures } from "../process/index.ts";
import { queryBalloon, queryBlock, queryBlockstats } from "../qmp/index.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu } from "./live-qemu.ts";
import { nicsOf } from "./nics/find-nic.ts";
import { tapTraffic } from "./tap-traffic.ts";

/** How long a QEMU may take to answer for its figures before the answer goes out without them. */
const figuresTimeoutMs = 1000;

/**
 * What an instance uses now, from /proc and QMP, without stopping anything. Its commands are sent at once and answered
 * together, so that asking many instances takes hardly longer than asking one.
 *
 * @returns undefined when there is no process, or when QEMU does not answer within a second.
 */
export async function readFigures(instance: Instance): Promise<InstanceFigures | undefined> {
  const { live } = instance;
  if (live === undefined) return undefined;
  return await readLive(instance, live, { images: true }).catch(() => undefined);
}

/**
 * The figures of all of them, read at the same time: a QEMU that hangs delays nobody by more than its second. Without
 * what is known of the images, which seldom changes and takes longer than all the rest.
 */
export async function readAllFigures(instances: readonly Instance[]): Promise<FiguresRow[]> {
  return await Promise.all(
    instances.map(async (instance) => {
      const { live } = instance;
      const read = live === undefined ? undefined : readLive(instance, live, { images: false });
      const figures = await read?.catch(() => undefined);
      const { name, uuid, services } = instance;
      return { name, uuid, host: services.host, ...(figures === undefined ? {} : { figures }) };
    }),
  );
}

async function readLive(
  instance: Instance,
  live: LiveQemu,
  { images }: { readonly images: boolean },
): Promise<InstanceFigures | undefined> {
  const patience = { timeoutMs: figuresTimeoutMs };
  const process = readProcessFigures(live.identity.pid);
  const [blocks, stats, balloonBytes, nics] = await Promise.all([
    images ? queryBlock(live.monitor, patience) : [],
    queryBlockstats(live.monitor, patience),
    queryBalloon(live.monitor, patience).catch(() => undefined),
    readNics(instance, live),
  ]);
  if (process === undefined) return undefined;
  const disks = instance.stored.spec.disks.map(({ name }) => {
    const block = blocks.find(({ qdev }) => diskOfDevice(qdev) === name);
    const stat = stats.find(({ qdev }) => diskOfDevice(qdev) === name);
    const size = block?.inserted?.image.virtualBytes;
    // QEMU 7.2 keeps a disk's error for good: `cont` clears it only for disks of the command line of old.
    const failed = instance.observedState === "io-error";
    const ioStatus = block?.ioStatus === undefined || failed ? block?.ioStatus : "ok";
    return {
      name,
      readBytes: stat?.readBytes ?? 0,
      writtenBytes: stat?.writtenBytes ?? 0,
      ...(size === undefined ? {} : { virtualSizeBytes: size }),
      ...(ioStatus === undefined ? {} : { ioStatus }),
    };
  });
  const balloon = balloonBytes === undefined ? {} : { balloonBytes };
  return { readAt: new Date().toISOString(), ...process, ...balloon, disks, nics };
}

async function readNics(instance: Instance, live: LiveQemu): Promise<InstanceFigures["nics"]> {
  const { taps } = live.runtime;
  // Where QEMU is, the taps are: as the kernel shows them to that process, whatever network it lives in.
  const counters = taps.length === 0 ? "" : await readFile(`/proc/${live.identity.pid}/net/dev`, "utf8");
  return nicsOf(instance).map(({ nic, number }) => {
    const tap = tapOfNumber(taps, number);
    const base = { name: nicDeviceId(number), mac: nic.mac ?? "", link: nic.link };
    return tap === undefined ? base : { ...base, tap, ...tapTraffic(counters, tap) };
  });
}

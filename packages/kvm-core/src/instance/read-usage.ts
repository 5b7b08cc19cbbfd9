import { diskOfDevice } from "../command-line/index.ts";
import type { DisksReading, ProcessReading } from "../figures/index.ts";
import { readProcessFigures } from "../process/index.ts";
import { queryBalloon, queryBlockstats } from "../qmp/index.ts";
import type { Instance } from "./instance.ts";
import { tapTraffic } from "./tap-traffic.ts";

/** How long a QEMU may take to tell its counters before they are unknown for this time. */
const answerWithinMs = 1000;

/**
 * Looks at the process of an instance from outside, in some ten microseconds and without a word to QEMU.
 *
 * @param netDev what /proc/net/dev says, read once for all instances.
 * @returns undefined when there is no process.
 */
export function readProcessUsage({ live }: Instance, netDev: string): ProcessReading | undefined {
  const figures = live && readProcessFigures(live.identity.pid);
  if (live === undefined || figures === undefined) return undefined;
  const traffic = live.runtime.taps.map((tap) => tapTraffic(netDev, tap));
  return {
    incarnation: live.incarnation,
    ...figures,
    receivedBytes: total(traffic.map(({ receiveBytes }) => receiveBytes)),
    sentBytes: total(traffic.map(({ transmitBytes }) => transmitBytes)),
  };
}

/** Asks QEMU for the counters of its disks and the size of the balloon. Undefined when it does not answer in time. */
export async function askDisksUsage({ live }: Instance): Promise<DisksReading | undefined> {
  // One that owes an answer already is not asked for more.
  if (live === undefined || live.silentSince !== undefined || live.monitor.isClosed) return undefined;
  const patience = { timeoutMs: answerWithinMs };
  const [stats, balloonBytes] = await Promise.all([
    queryBlockstats(live.monitor, patience).catch(() => undefined),
    queryBalloon(live.monitor, patience).catch(() => undefined),
  ]);
  const disks = stats?.filter(({ qdev }) => diskOfDevice(qdev) !== undefined);
  if (disks === undefined) return undefined;
  return {
    incarnation: live.incarnation,
    readBytes: disks.reduce((sum, { readBytes }) => sum + readBytes, 0),
    writtenBytes: disks.reduce((sum, { writtenBytes }) => sum + writtenBytes, 0),
    balloonBytes,
  };
}

/** Unknown when nothing is counted, or one of them is not known. */
function total(counters: readonly (number | undefined)[]): number | undefined {
  if (counters.length === 0) return undefined;
  return counters.reduce<number | undefined>(
    (sum, counter) => (sum === undefined || counter === undefined ? undefined : sum + counter),
    0,
  );
}

import { readFile } from "node:fs/promises";
import type { InstanceDetail, InstanceFigures, InstanceRuntime } from "../model/instance.ts";
import { readProcessFigures } from "../process/index.ts";
import { queryBlock, queryBlockstats } from "../qmp/index.ts";
import type { Instance } from "./instance.ts";
import type { LiveQemu } from "./live-qemu.ts";

/** How long a QEMU may take to answer for its figures before the answer goes out without them. */
const figuresTimeoutMs = 1000;

/** Everything about one instance, live figures included when QEMU answers in time. */
export async function inspectInstance(instance: Instance): Promise<InstanceDetail> {
  const { live, stored } = instance;
  const detail: InstanceDetail = { ...instance.summary(), spec: stored.spec };
  if (live === undefined) return detail;
  const figures = await readFigures(instance, live).catch(() => undefined);
  return { ...detail, runtime: runtimeOf(instance, live), ...(figures === undefined ? {} : { figures }) };
}

function runtimeOf(instance: Instance, live: LiveQemu): InstanceRuntime {
  const { runtime } = live;
  const logs = instance.stored.spec.serial.flatMap((serial, port) =>
    serial.log ? [instance.services.layout.serialLog(instance.uuid, port)] : [],
  );
  return {
    pid: runtime.process.pid,
    incarnation: runtime.incarnation,
    startedAt: runtime.startedAt,
    rescueMonitor: live.paths.rescueMonitor,
    serialLogs: logs,
    ...runtime.machine,
    qemuVersion: runtime.qemuVersion,
    epoch: runtime.epoch,
  };
}

async function readFigures(instance: Instance, live: LiveQemu): Promise<InstanceFigures | undefined> {
  const patience = { timeoutMs: figuresTimeoutMs };
  const [process, blocks, stats, nics] = await Promise.all([
    readProcessFigures(live.identity.pid),
    queryBlock(live.monitor, patience),
    queryBlockstats(live.monitor, patience),
    readNics(instance, live),
  ]);
  if (process === undefined) return undefined;
  const disks = instance.stored.spec.disks.map(({ name }) => {
    const node = `node-${name}`;
    const block = blocks.find((candidate) => candidate.inserted?.nodeName === node);
    const stat = stats.find((candidate) => candidate.nodeName === node);
    const size = block?.inserted?.image.virtualBytes;
    const ioStatus = block?.ioStatus;
    return {
      name,
      readBytes: stat?.readBytes ?? 0,
      writtenBytes: stat?.writtenBytes ?? 0,
      ...(size === undefined ? {} : { virtualSizeBytes: size }),
      ...(ioStatus === undefined ? {} : { ioStatus }),
    };
  });
  return { readAt: new Date().toISOString(), ...process, disks, nics };
}

async function readNics(instance: Instance, live: LiveQemu): Promise<InstanceFigures["nics"]> {
  const bridged = instance.stored.spec.nics
    .map((nic, index) => ({ nic, index }))
    .filter(({ nic }) => "bridge" in nic.network);
  return await Promise.all(
    instance.stored.spec.nics.map(async (nic, index) => {
      const tap = live.runtime.taps[bridged.findIndex((candidate) => candidate.index === index)];
      const base = { name: `nic-${index}`, mac: nic.mac ?? "" };
      if (tap === undefined) return base;
      // What the tap transmits, the guest receives.
      const [receiveBytes, transmitBytes] = await Promise.all([
        counter(tap, "tx_bytes"),
        counter(tap, "rx_bytes"),
      ]);
      return { ...base, tap, receiveBytes, transmitBytes };
    }),
  );
}

async function counter(tap: string, name: string): Promise<number> {
  return Number(await readFile(`/sys/class/net/${tap}/statistics/${name}`, "utf8").catch(() => "0"));
}

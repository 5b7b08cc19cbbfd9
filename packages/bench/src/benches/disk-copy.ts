import { randomBytes } from "node:crypto";
import { mkdir, open, rm, truncate } from "node:fs/promises";
import { dirname, join } from "node:path";
import { migrationResultSchema, type Operation } from "@gantry/kvm-core/model";
import type { BenchAgent } from "../agent/bench-agent.ts";
import { processorNanoseconds } from "../figures/processor-time.ts";
import { ratios } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import { waiting } from "../peers/by-hand-move.ts";
import { type ByHandCommand, ByHandQemu, sameCommand } from "../peers/by-hand-qemu.ts";
import type { BenchReport } from "../report/report.ts";

const diskMiB = 512;
const mib = 1_048_576;
const rounds = 5;

/**
 * A full disk of 512 MiB, copied while its guest runs: through two agents, as the step of a migration; beside it QEMU's
 * mirror, tuned by hand, from one QEMU to the other over a Unix socket. Both include until QEMU says that the copy has
 * caught up.
 */
export async function diskCopy(lab: Lab): Promise<BenchReport> {
  const { a, b } = await lab.pair();
  const { disk, spec } = await lab.guest("copied", "interactive");
  await fill(disk);
  const copies = join(lab.directory, "copies");
  await mkdir(copies);
  await a.calls.create(spec);
  const commands = [
    await sameCommand(a, spec.name, lab.directory),
    await sameCommand(a, spec.name, lab.directory),
  ] as const;
  const [ours, theirs, processor]: [number[], number[], number[]] = [[], [], []];
  const spent = async () =>
    Number((await processorNanoseconds(a.pid)) + (await processorNanoseconds(b.pid))) / 1e9;
  for (let round = 0; round < rounds; round++) {
    lab.signal.throwIfAborted();
    theirs.push(await byHand(commands, disk, lab));
    const before = await spent();
    ours.push(await byAgents({ a, b }, spec.name, copies));
    processor.push(((await spent()) - before) / ((diskMiB * mib) / 1e9));
    await rm(join(copies, "copied.raw"), { force: true });
    await a.calls.create(spec);
  }
  return {
    bench: `A disk of ${diskMiB} MiB, copied while its guest runs`,
    series: [
      { subject: "through two agents, over TCP", unit: "MB/s", values: ours },
      { subject: "both agents' processors", unit: "s/GB", values: processor },
      { subject: "mirror by hand, over a Unix socket", unit: "MB/s", values: theirs },
    ],
    comparisons: [{ name: "agents / by hand", values: ratios(ours, theirs), aim: { atLeast: 0.9 } }],
    notes: [
      "On one machine the agents' bytes cross two more processes that share its cores; between hosts the network is what is slow.",
    ],
  };
}

async function byAgents(
  { a, b }: { readonly a: BenchAgent; readonly b: BenchAgent },
  instance: string,
  copies: string,
): Promise<number> {
  await a.calls.start(instance);
  const options = { copyDisks: ["root"], targetDirectory: copies };
  const operation = await a.calls.migrate(instance, "host-b", options);
  migrationResultSchema.parse(operation.result);
  await b.calls.forceStop(instance);
  await b.calls.delete(instance);
  return (diskMiB * mib) / 1e3 / stepMs(operation);
}

function stepMs({ steps }: Operation): number {
  const step = steps.find(({ name }) => name === "copy disks");
  return Date.parse(step?.endedAt ?? "") - Date.parse(step?.startedAt ?? "");
}

async function byHand(
  [from, to]: readonly [ByHandCommand, ByHandCommand],
  disk: string,
  { directory, signal }: Lab,
): Promise<number> {
  const copy = join(directory, "by-hand.raw");
  await (await open(copy, "wx")).close();
  await truncate(copy, diskMiB * mib);
  const [binary, ...args] = to.argv;
  const elsewhere = { ...to, argv: [binary, ...args.map((arg) => arg.replaceAll(disk, copy))] } as const;
  try {
    await using source = await ByHandQemu.spawn(from, signal);
    await using target = await ByHandQemu.spawn(waiting(elsewhere), signal);
    await source.monitor.execute("cont");
    const server = { type: "unix", path: join(dirname(to.monitor), "nbd.sock") };
    await target.monitor.execute("nbd-server-start", { addr: { type: "unix", data: { path: server.path } } });
    const exported = { type: "nbd", id: "root", "node-name": "node-root", name: "root", writable: true };
    await target.monitor.execute("block-export-add", exported);
    const before = performance.now();
    await source.monitor.execute("blockdev-add", {
      driver: "nbd",
      "node-name": "copy",
      export: "root",
      server,
    });
    await source.monitor.execute("blockdev-mirror", {
      "job-id": "copy",
      device: "throttle-root",
      target: "copy",
      sync: "full",
      "copy-mode": "background",
      granularity: mib,
      "buf-size": 64 * mib,
    });
    await source.monitor.untilJob("ready");
    return (diskMiB * mib) / 1e3 / (performance.now() - before);
  } finally {
    await rm(copy, { force: true });
  }
}

/** Behind the boot sector random bytes: nothing of it is a hole. */
async function fill(disk: string): Promise<void> {
  await using file = await open(disk, "r+");
  for (let at = 1; at < diskMiB; at++) await file.write(randomBytes(mib), 0, mib, at * mib);
  await file.sync();
}

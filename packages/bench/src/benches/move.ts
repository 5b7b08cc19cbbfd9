import { migrationResultSchema } from "@gantry/kvm-core/model";
import type { BenchAgent } from "../agent/bench-agent.ts";
import { quantile } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import { moveByHand } from "../peers/by-hand-move.ts";
import { ByHandQemu, sameCommand } from "../peers/by-hand-qemu.ts";
import { LibvirtPair } from "../peers/libvirt-pair.ts";
import type { BenchReport } from "../report/report.ts";

const rounds = 20;
/** Each takes a second or two. */
const libvirtRounds = 8;

/**
 * A whole migration of a small guest between two agents, from the call until its operation has succeeded; beside it the
 * same order of QMP commands by hand, from before the new QEMU is spawned until it runs. And for how long nobody ran the
 * guest: in ours the durable commit, and the hand-over of record and console, lie inside.
 */
export async function move(lab: Lab): Promise<BenchReport> {
  const { a, b } = await lab.pair();
  const { spec } = await lab.guest("move", "interactive");
  await a.calls.create(spec);
  const byHand = await theSameByHand(lab, a);
  const libvirt = await besideLibvirt(lab);
  await a.calls.start(spec.name);
  await there(a, spec.name, "host-b");
  await there(b, spec.name, "host-a");
  const [ours, theirs, pauses, virsh]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let round = 0; round < rounds; round++) {
    lab.signal.throwIfAborted();
    const { ms, pauseMs } = await (round % 2 === 0
      ? there(a, spec.name, "host-b")
      : there(b, spec.name, "host-a"));
    ours.push(ms);
    pauses.push(pauseMs);
    theirs.push(await byHand());
    if (libvirt !== undefined && round < libvirtRounds) virsh.push(await libvirt.move());
  }
  return {
    bench: "A whole migration of a 16 MiB guest",
    series: [
      { subject: "migrations.start, over HTTP, until its end", unit: "ms", values: ours },
      { subject: "the same QMP commands by hand", unit: "ms", values: theirs },
      ...(libvirt === undefined
        ? []
        : [{ subject: "virsh migrate --live", unit: "ms" as const, values: virsh }]),
      { subject: "nobody ran it (ours, commit inside)", unit: "ms", values: pauses },
    ],
    comparisons: [
      {
        name: "agents − by hand",
        unit: "ms",
        values: ours.map((ms, round) => ms - (theirs[round] ?? 0)),
        aim: { atMost: 40 },
      },
      { name: "pause, half of them below", unit: "ms", values: [quantile(pauses, 0.5)], aim: { atMost: 40 } },
      {
        name: "pause, 99 % of them below",
        unit: "ms",
        values: [quantile(pauses, 0.99)],
        aim: { atMost: 150 },
      },
    ],
    notes: [
      "By hand there are no checks, no record, no console, and nobody else to tell.",
      ...(libvirt === undefined ? ["libvirt is not installed, or this is not root: left out"] : []),
    ],
  };
}

async function there(
  agent: BenchAgent,
  instance: string,
  target: string,
): Promise<{ readonly ms: number; readonly pauseMs: number }> {
  const before = performance.now();
  const { result } = await agent.calls.migrate(instance, target, {});
  const ms = performance.now() - before;
  return { ms, pauseMs: migrationResultSchema.parse(result).pauseMs ?? Number.NaN };
}

/** A guest like ours under libvirt, where there is one. */
async function besideLibvirt(lab: Lab): Promise<LibvirtPair | undefined> {
  const { disk } = await lab.guest("libvirt", "interactive");
  const pair = await LibvirtPair.open(lab.directory, disk, lab.signal);
  return pair && lab.keep(pair);
}

/** A guest of its own that is moved by hand, and what moves it once more. */
async function theSameByHand(lab: Lab, agent: BenchAgent): Promise<() => Promise<number>> {
  const { spec } = await lab.guest("by-hand", "interactive");
  await agent.calls.create(spec);
  const commands = [
    await sameCommand(agent, spec.name, lab.directory),
    await sameCommand(agent, spec.name, lab.directory),
  ] as const;
  let now = await ByHandQemu.spawn(commands[0], lab.signal);
  await now.monitor.execute("cont");
  lab.keep({ [Symbol.asyncDispose]: () => now[Symbol.asyncDispose]() });
  let moves = 0;
  return async () => {
    moves += 1;
    const { target, ms } = await moveByHand(now, moves % 2 === 0 ? commands[0] : commands[1], lab.signal);
    now = target;
    return ms;
  };
}

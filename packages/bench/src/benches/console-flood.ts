import { Pattern } from "../flood/pattern.ts";
import { agentFlood, bridgeFlood, type FloodSubject } from "../flood/flood-subjects.ts";
import { processorSecondsOfAll } from "../figures/processor-time.ts";
import { rotated } from "../figures/rotated.ts";
import { ratios } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import { missingPeers } from "../report/missing-peers.ts";
import type { BenchReport, Series } from "../report/report.ts";

const rounds = 7;
const warmUps = 1;
const bytesARound = 64_000_000;
/** A lot that is written at once, and how far the writer may be ahead of the reader. */
const lotBytes = 16 * 1024;
const aheadBytes = 1536 * 1024;

/**
 * What the console's own way takes, without the guest: a writer that is never too slow, and a reader that takes all.
 * Throughput, and processor time of whatever stands between the two.
 */
export async function consoleFlood(lab: Lab): Promise<BenchReport> {
  const agent = await agentFlood(lab);
  const [bare, websockify, socat] = [
    await bridgeFlood(lab, "bare"),
    await bridgeFlood(lab, "websockify"),
    await bridgeFlood(lab, "socat"),
  ];
  const subjects = [agent, bare, websockify, socat].filter((one) => one !== undefined).map(measured);
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const subject of rotated(subjects, round + warmUps)) {
      lab.signal.throwIfAborted();
      await subject.flood(round >= 0);
    }
  }
  const rates = (of: FloodSubject | undefined) => subjects.find(({ name }) => name === of?.name)?.rates ?? [];
  return {
    bench: "Console flood, without a guest",
    series: subjects.flatMap(({ name, rates: values, costs }): Series[] => [
      { subject: name, unit: "MB/s", values },
      { subject: `${name}: processor`, unit: "s/GB", values: costs },
    ]),
    comparisons: [
      { name: "agent / bare bridge", values: ratios(rates(agent), rates(bare)) },
      ...(websockify === undefined
        ? []
        : [
            {
              name: "agent / websockify",
              values: ratios(rates(agent), rates(websockify)),
              aim: { atLeast: 0.8 },
            },
          ]),
      {
        name: "agent's processor time",
        unit: "s/GB",
        values: subjects[0]?.costs ?? [],
        aim: { atMost: 0.6 },
      },
    ],
    notes: [
      `lots that were not the bytes written: ${subjects.map((one) => `${one.name} ${one.faults()}`).join(", ")}; left out by the agent: ${agent.viewer.skipped}`,
      ...missingPeers({ websockify, socat }),
    ],
  };
}

function measured(subject: FloodSubject) {
  const pattern = new Pattern();
  const { viewer, pid, name } = subject;
  const [rates, costs]: [number[], number[]] = [[], []];
  let written = 0;
  let read = 0;
  let faults = 0;
  let wake = () => {};
  viewer.onBytes((bytes) => {
    if (!pattern.holds(read, bytes)) faults += 1;
    read += bytes.length;
    wake();
  });
  const untilRead = async (least: number) => {
    while (read < least) await new Promise<void>((resolve) => (wake = resolve));
  };
  const flood = async (counts: boolean) => {
    const [end, before, at] = [written + bytesARound, await processorSecondsOfAll(pid), performance.now()];
    while (written < end) {
      await untilRead(written - aheadBytes);
      const lot = pattern.at(written, lotBytes);
      await subject.write(lot);
      written += lot.length;
    }
    await untilRead(written);
    const seconds = (performance.now() - at) / 1000;
    if (!counts) return;
    rates.push(bytesARound / 1e6 / seconds);
    costs.push(((await processorSecondsOfAll(pid)) - before) / (bytesARound / 1e9));
  };
  return { name, rates, costs, flood, faults: () => faults };
}

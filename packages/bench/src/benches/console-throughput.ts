import { setTimeout as delay } from "node:timers/promises";
import { rotated } from "../figures/rotated.ts";
import { ratios } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import type { BenchReport, Series } from "../report/report.ts";
import { missingPeers } from "../report/missing-peers.ts";
import { LettersCheck } from "../viewers/letters-check.ts";
import { type ConsoleSubject, consoleSubjects } from "./console-subjects.ts";

const rounds = 7;
const windowMs = 1200;
/** After a pause the last bytes are on their way for a moment. */
const quietMs = 100;

/**
 * How many bytes a second a guest that never stops talking gets to its reader. Only one of the guests runs at any
 * time. Every byte is checked: a fast console that loses some is not fast.
 */
export async function consoleThroughput(lab: Lab): Promise<BenchReport> {
  const { agent, socket, bare, websockify } = await consoleSubjects(lab, "letters");
  const subjects = [agent, socket, bare, ...(websockify === undefined ? [] : [websockify])].map(inspected);
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of rotated(subjects, round)) {
      lab.signal.throwIfAborted();
      await measure(subject);
    }
  }
  const [ours = [], direct = [], least = [], theirs = []] = subjects.map(({ rates }) => rates);
  const lots = subjects[0]?.lots ?? [];
  return {
    bench: "Console throughput of a real guest",
    series: subjects.flatMap(({ name, rates, lots }): Series[] => [
      { subject: name, unit: "kB/s", values: rates },
      { subject: `${name}: lots`, unit: "frames/s", values: lots },
    ]),
    comparisons: [
      { name: "agent / plain socket", values: ratios(ours, direct), aim: { atLeast: 0.85 } },
      { name: "agent / bare bridge", values: ratios(ours, least) },
      ...(websockify === undefined ? [] : [{ name: "agent / websockify", values: ratios(ours, theirs) }]),
      {
        name: "bytes in a frame",
        unit: "bytes",
        values: ratios(ours, lots).map((kilobytes) => kilobytes * 1000),
        aim: { atLeast: 1024 },
      },
    ],
    notes: [
      `bytes lost or repeated: ${subjects.map(({ name, check }) => `${name} ${check.faults}`).join(", ")}; left out by the agent: ${agent.viewer.skipped}`,
      ...missingPeers({ websockify }),
    ],
  };
}

type Inspected = ConsoleSubject & {
  readonly rates: number[];
  readonly lots: number[];
  readonly check: LettersCheck;
};

function inspected(subject: ConsoleSubject): Inspected {
  const check = new LettersCheck();
  subject.viewer.onBytes((bytes) => check.take(bytes));
  return { ...subject, rates: [], lots: [], check };
}

/** Counts for a while, from the first byte that comes. */
async function measure({ viewer, resume, pause, rates, lots }: Inspected): Promise<void> {
  const firstByte = Promise.withResolvers<void>();
  using _ = viewer.onBytes(() => firstByte.resolve());
  await resume();
  await firstByte.promise;
  const before = { at: performance.now(), bytes: viewer.received, lots: viewer.lots };
  await delay(windowMs);
  const seconds = (performance.now() - before.at) / 1000;
  rates.push((viewer.received - before.bytes) / 1000 / seconds);
  lots.push((viewer.lots - before.lots) / seconds);
  await pause();
  for (let seen = -1; seen !== viewer.received; ) {
    seen = viewer.received;
    await delay(quietMs);
  }
}

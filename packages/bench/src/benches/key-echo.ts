import { setTimeout as delay } from "node:timers/promises";
import { quantile } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import type { BenchReport } from "../report/report.ts";
import type { Viewer } from "../viewers/viewer.ts";
import { rotated } from "../figures/rotated.ts";
import { missingPeers } from "../report/missing-peers.ts";
import { type ConsoleSubject, consoleSubjects } from "./console-subjects.ts";

const rounds = 12;
const keysARound = 50;
const lostAfterMs = 5000;

/** How long a key takes until its echo is back, while the guest, like one at a shell, does nothing else. */
export async function keyEcho(lab: Lab): Promise<BenchReport> {
  const { agent, socket, bare, websockify } = await consoleSubjects(lab, "echo");
  const subjects = [agent, bare, socket, ...(websockify === undefined ? [] : [websockify])].map(
    (subject) => ({
      ...subject,
      rounds: [] as number[][],
    }),
  );
  for (const subject of subjects) await boot(subject);
  for (let round = 0; round < rounds; round += 1) {
    for (const { viewer, rounds: taken } of rotated(subjects, round)) {
      lab.signal.throwIfAborted();
      taken.push(await typeKeys(viewer));
    }
  }
  const [ours = [], least = [], direct = [], theirs = []] = subjects.map((subject) => subject.rounds);
  const compare = (p: number, others: readonly (readonly number[])[]) =>
    ours.map((round, index) => quantile(round, p) / quantile(others[index] ?? [], p));
  return {
    bench: "Key echo",
    series: subjects.map(({ name, rounds: taken }) => ({ subject: name, unit: "ms", values: taken.flat() })),
    comparisons: [
      { name: "agent / bare bridge, median", values: compare(0.5, least), aim: { atMost: 1.05 } },
      { name: "agent / bare bridge, p99", values: compare(0.99, least), aim: { atMost: 1.05 } },
      { name: "agent / plain socket, median", values: compare(0.5, direct) },
      { name: "agent / plain socket, p99", values: compare(0.99, direct) },
      ...(websockify === undefined
        ? []
        : [{ name: "agent / websockify, median", values: compare(0.5, theirs) }]),
    ],
    notes: missingPeers({ websockify }),
  };
}

/** All guests run from here on: they sleep unless somebody types. */
async function boot({ viewer, resume }: ConsoleSubject): Promise<void> {
  const ready = Promise.withResolvers<void>();
  using _ = viewer.onBytes(() => ready.resolve());
  await resume();
  await ready.promise;
}

async function typeKeys(viewer: Viewer): Promise<number[]> {
  const times: number[] = [];
  for (let key = 0; key < keysARound; key += 1) {
    times.push(await echoTime(viewer, 0x61 + (key % 26)));
    // No two keys come at the same distance: neither a tick nor a pause of ours may fall in step with them.
    await delay(5 + (key % 11));
  }
  return times;
}

async function echoTime(viewer: Viewer, key: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const before = performance.now();
  using _ = viewer.onBytes((bytes) => {
    if (bytes.includes(key)) resolve(performance.now() - before);
  });
  const timer = setTimeout(() => reject(new Error(`No echo within ${lostAfterMs} ms.`)), lostAfterMs);
  viewer.type(Uint8Array.of(key));
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}

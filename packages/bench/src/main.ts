import { writeFile } from "node:fs/promises";
import { cpus, release } from "node:os";
import { parseArgs } from "node:util";
import { agentMemory } from "./benches/agent-memory.ts";
import { burstStart } from "./benches/burst-start.ts";
import { consoleAttach } from "./benches/console-attach.ts";
import { consoleDeaf } from "./benches/console-deaf.ts";
import { consoleFlood } from "./benches/console-flood.ts";
import { consoleInterrupt } from "./benches/console-interrupt.ts";
import { consoleMany } from "./benches/console-many.ts";
import { consoleThroughput } from "./benches/console-throughput.ts";
import { consoleViewers } from "./benches/console-viewers.ts";
import { eventToPixel } from "./benches/event-to-pixel.ts";
import { firstLoad } from "./benches/first-load.ts";
import { diskCopy } from "./benches/disk-copy.ts";
import { fleet } from "./benches/fleet.ts";
import { listHands } from "./benches/list-hands.ts";
import { keyEcho } from "./benches/key-echo.ts";
import { migrationStream } from "./benches/migration-stream.ts";
import { move } from "./benches/move.ts";
import { reaction } from "./benches/reaction.ts";
import { start } from "./benches/start.ts";
import { median } from "./figures/statistics.ts";
import { Lab } from "./lab.ts";
import { meetsAim, renderTable } from "./report/render-table.ts";
import type { BenchReport } from "./report/report.ts";

const benches: Readonly<Record<string, (lab: Lab) => Promise<BenchReport>>> = {
  start,
  "burst-start": burstStart,
  reaction,
  fleet,
  "console-throughput": consoleThroughput,
  "console-flood": consoleFlood,
  "key-echo": keyEcho,
  "console-many": consoleMany,
  "console-viewers": consoleViewers,
  "console-deaf": consoleDeaf,
  "console-attach": consoleAttach,
  "console-interrupt": consoleInterrupt,
  "migration-stream": migrationStream,
  "agent-memory": agentMemory,
  move,
  "disk-copy": diskCopy,
  "first-load": firstLoad,
  "event-to-pixel": eventToPixel,
  "list-hands": listHands,
};

const { values } = parseArgs({ options: { json: { type: "string" }, only: { type: "string" } } });
const chosen = values.only?.split(",") ?? Object.keys(benches);
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const reports: BenchReport[] = [];
for (const name of chosen) {
  try {
    const report = await runBench(name);
    reports.push(report);
    console.log(renderTable(report));
  } catch (error) {
    // The others still have something to say.
    process.exitCode = 1;
    console.error(
      `${name} could not be measured: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    if (stopping.signal.aborted) break;
  }
}
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(asJson(), null, 2)}\n`);

async function runBench(name: string): Promise<BenchReport> {
  const bench = benches[name];
  if (bench === undefined)
    throw new Error(`there is no such benchmark; there are ${Object.keys(benches).join(", ")}.`);
  await using lab = await Lab.open(stopping.signal);
  return await bench(lab);
}

function asJson() {
  return {
    at: new Date().toISOString(),
    machine: { cpus: cpus().length, model: cpus()[0]?.model, kernel: release(), node: process.version },
    reports: reports.map((report) => ({
      ...report,
      comparisons: report.comparisons.map((one) => ({
        ...one,
        median: median(one.values),
        meetsAim: meetsAim(one),
      })),
    })),
  };
}

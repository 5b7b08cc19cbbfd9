import type { Page } from "@playwright/test";
import * as z from "zod";
import { launchChromium, signIn } from "../browser/signed-in.ts";
import type { BenchAgent } from "../agent/bench-agent.ts";
import { fleetNames } from "../fleet/fleet.ts";
import { severalAtATime } from "../fleet/several-at-a-time.ts";
import { quantile } from "../figures/statistics.ts";
import type { Lab } from "../lab.ts";
import type { BenchReport } from "../report/report.ts";

const size = 1000;
const presses = 100;
const changesPerSecond = 50;

/** How soon the list of a thousand stopped instances follows the hand: when nothing changes, and when much does. */
export async function listHands(lab: Lab): Promise<BenchReport> {
  const agent = await lab.agent();
  const names = fleetNames(0, size);
  await severalAtATime(8, names, (name) => agent.calls.create({ name, memoryMiB: 16 }));
  await using browser = await launchChromium();
  await using context = await browser.newContext();
  await context.addCookies(await signIn(browser, agent));
  const page = await context.newPage();
  const before = performance.now();
  await page.goto(agent.url);
  await page.getByRole("link", { name: "fleet-000" }).last().waitFor();
  const opened = performance.now() - before;
  const still = await walk(page);
  const rows = await page.getByRole("table", { name: "Instances" }).getByRole("row").count();
  const changing = new AbortController();
  const changes = keepChanging(agent, names, AbortSignal.any([changing.signal, lab.signal]));
  const busy = await walk(page);
  changing.abort();
  const made = await changes;
  return {
    bench: `The list of ${size} instances in a browser`,
    series: [
      { subject: "opening the list", unit: "ms", values: [opened] },
      { subject: "key to picture, nothing changes", unit: "ms", values: still },
      { subject: `key to picture, while ${changesPerSecond} change a second`, unit: "ms", values: busy },
    ],
    comparisons: [
      {
        name: "key to picture while busy, 95 of 100",
        unit: "ms",
        values: [quantile(busy, 0.95)],
        aim: { atMost: 100 },
      },
    ],
    notes: [`${rows} rows exist`, `${made.toFixed(0)} changes a second were made`],
  };
}

/** In the page: goes down row by row; each time from the key until the picture after the focus has moved. */
const walkDown = `(async () => {
  const values = [];
  for (let press = 0; press < ${presses}; press += 1) {
    const since = performance.now();
    const key = new KeyboardEvent("keydown", { key: "j", bubbles: true, cancelable: true });
    (document.activeElement ?? document.body).dispatchEvent(key);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    values.push(performance.now() - since);
  }
  return values;
})()`;

async function walk(page: Page): Promise<number[]> {
  return z.array(z.number()).parse(await page.evaluate(walkDown));
}

/** Changes one instance after the other until told to stop; how many a second it came to. */
async function keepChanging(
  agent: BenchAgent,
  names: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const since = performance.now();
  let made = 0;
  while (!signal.aborted) {
    const due = ((performance.now() - since) / 1000) * changesPerSecond;
    if (made > due) {
      await new Promise((resolve) => setTimeout(resolve, 1000 / changesPerSecond));
      continue;
    }
    const name = names[made % names.length] ?? "";
    const cpus = 1 + (Math.floor(made / names.length) % 2 === 0 ? 1 : 0);
    await agent.calls.mutate("instances.update", { instance: name, spec: { name, memoryMiB: 16, cpus } });
    made += 1;
  }
  return made / ((performance.now() - since) / 1000);
}

import type { Page } from "@playwright/test";
import { launchChromium, signIn } from "../browser/signed-in.ts";
import { quantile } from "../figures/statistics.ts";
import { createFleet, fleetNames } from "../fleet/fleet.ts";
import type { Lab } from "../lab.ts";
import { ByHandMonitor } from "../peers/by-hand-monitor.ts";
import type { BenchReport, Series } from "../report/report.ts";

const rounds = 40;
/** How long the list is beside the one that changes; the others are stopped. */
const others = [0, 200];

/**
 * From a command at a guest's rescue monitor, of which the agent knows nothing, until the frame in which the list in a
 * browser shows what became of the guest: QEMU, its event, the agent, the WebSocket, React and the painting.
 */
export async function eventToPixel(lab: Lab): Promise<BenchReport> {
  const agent = await lab.agent();
  const { spec } = await lab.guest("a-pixel", "echo");
  await agent.calls.create(spec);
  await agent.calls.start(spec.name);
  const { runtime } = await agent.calls.get(spec.name);
  if (runtime === undefined) throw new Error("The guest does not run.");
  using monitor = await ByHandMonitor.open(runtime.rescueMonitor, lab.signal);
  await using browser = await launchChromium();
  await using context = await browser.newContext();
  await context.addCookies(await signIn(browser, agent));
  const series: Series[] = [];
  let made = 0;
  for (const size of others) {
    await createFleet(agent, lab, fleetNames(made, size));
    made = size;
    const page = await context.newPage();
    await page.goto(`${agent.url}/`);
    const values: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      lab.signal.throwIfAborted();
      const [verb, word] = round % 2 === 0 ? ["stop", "paused"] : ["cont", "running"];
      const watched = await watchFor(page, spec.name, word);
      const before = performance.timeOrigin + performance.now();
      await monitor.execute(verb);
      values.push((await watched.seenAt()) - before);
    }
    series.push({ subject: `list of ${size + 1}`, unit: "ms", values });
    await page.close();
  }
  return {
    bench: "From QEMU's event to the frame that shows it",
    series,
    comparisons: series.map(({ subject, values }) => ({
      name: `${subject}, 95 % of them below`,
      unit: "ms",
      values: [quantile(values, 0.95)],
      aim: { atMost: 150 },
    })),
    notes: ["the clock runs from before the command is sent; the browser draws without a graphics processor"],
  };
}

/** Looks at a row from now on. The answer is when the first frame began in which it said `word`. */
async function watchFor(page: Page, name: string, word: string): Promise<{ seenAt(): Promise<number> }> {
  await page.getByRole("row", { name }).first().waitFor();
  const handle = await page.evaluateHandle(
    ([row, state]) => {
      const says = () =>
        [...document.querySelectorAll("[role=row], tr")].some(
          ({ textContent }) => textContent.includes(row) && textContent.includes(state),
        );
      const seen = new Promise<number>((resolve) => {
        const look = () => {
          if (!says()) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
        look();
      });
      return { seen };
    },
    [name, word] as const,
  );
  return { seenAt: () => handle.evaluate(({ seen }) => seen) };
}

import type { BrowserContext } from "@playwright/test";
import { launchChromium, signIn } from "../browser/signed-in.ts";
import { WireMeter } from "../figures/wire-meter.ts";
import type { Lab } from "../lab.ts";
import type { BenchReport } from "../report/report.ts";

const rounds = 3;

/** What the list of instances brings over the wire to a browser that has nothing yet, and a console on top of that. */
export async function firstLoad(lab: Lab): Promise<BenchReport> {
  const agent = await lab.agent();
  const { spec } = await lab.guest("demo", "echo");
  await agent.calls.create(spec);
  await agent.calls.start(spec.name);
  await using browser = await launchChromium();
  const cookies = await signIn(browser, agent);
  const lists: number[] = [];
  const consoles: number[] = [];
  const notes: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    lab.signal.throwIfAborted();
    await using context = await browser.newContext();
    await context.addCookies(cookies);
    const list = await visit(context, `${agent.url}/`, `text=${spec.name}`);
    const console = await visit(context, `${agent.url}/instance/?name=${spec.name}&tab=console`, ".xterm");
    lists.push(list.total / 1000);
    consoles.push(console.total / 1000);
    if (round === 0) notes.push(`list: ${list.describe()}`, `console: ${console.describe()}`);
  }
  return {
    bench: "First load",
    series: [],
    comparisons: [
      { name: "list of instances, empty cache", unit: "kB", values: lists, aim: { atMost: 160 } },
      { name: "console, after the list", unit: "kB", values: consoles, aim: { atMost: 100 } },
    ],
    notes,
  };
}

/** Opens a page and counts until `sight` is there and nothing more is fetched. */
async function visit(context: BrowserContext, url: string, sight: string): Promise<WireMeter> {
  const page = await context.newPage();
  const meter = await WireMeter.attach(page);
  await page.goto(url);
  await page.locator(sight).first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.close();
  return meter;
}

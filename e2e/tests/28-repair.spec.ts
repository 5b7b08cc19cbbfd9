import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContext, Page } from "@playwright/test";
import type { AgentApi } from "../harness/agent-api.ts";
import { LostTarget } from "../harness/lost-target.ts";
import { expect, test } from "../test.ts";

test.use({ signedIn: false });

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

async function signIn(context: BrowserContext, { url, token }: AgentApi): Promise<void> {
  const headers = { "x-gantry": "1", origin: url };
  const answer = await context.request.post(`${url}/trpc/auth.signIn`, { headers, data: { token } });
  expect(answer.status()).toBe(200);
}

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
}

test("a guest that nobody can be sure of is repaired in the browser: evidence, choice, and one guest in the end", async ({
  page,
  context,
  complaints,
}, testInfo) => {
  test.setTimeout(240_000);
  complaints.expect(/status of 409/);
  await using hosts = await LostTarget.of("web-1");
  const { source } = hosts;
  await signIn(context, source);

  await page.goto(`${source.url}/operations/`);
  await expect(page.getByText("needs a person").first()).toBeVisible({ timeout: 60_000 });
  await page.getByRole("link", { name: "Repair web-1" }).first().click();
  await expect(page.getByRole("heading", { name: "Repair web-1" })).toBeVisible();
  await expect(page.getByText("host-b is the safe side.")).toBeVisible();
  const panel = (title: string) =>
    page.locator("section", { has: page.getByRole("heading", { name: title }) });
  const ofA = panel("host-a, source");
  await expect(ofA).toContainText("owner host-b, epoch 2, committed");
  await expect(ofA).toContainText("postmigrate");
  await expect(panel("host-b, target")).toContainText("does not answer");

  await page.getByRole("button", { name: "Look again" }).click();
  const take = page.getByRole("button", { name: "Take web-1 over on host-a" });
  await expect(take).toHaveAttribute("aria-description", /Power host-b off first/);
  await page.getByText("Journal, its last").first().click();
  await expectAccessible(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: testInfo.outputPath(`repair-${colorScheme}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.screenshot({ path: testInfo.outputPath("repair-390.png") });
  await page.setViewportSize({ width: 1280, height: 720 });

  await page.getByLabel("host-b is powered off").check();
  await expect(take).toHaveAttribute("aria-description", /Type web-1/);
  await page.getByLabel("Name of the instance").fill("web-1");
  await take.click();
  await expect(page.getByText("Nothing of web-1 is in doubt.")).toBeVisible();
  await expect(take).toBeHidden();
  await page.getByRole("link", { name: "web-1", exact: true }).first().click();
  await expect(page.getByTestId("instance-state")).toContainText("stopped");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByTestId("instance-state")).toContainText("running");

  await hosts.revive();
  await expect(async () => {
    const instances = await source.instances();
    expect(instances).toMatchObject([{ name: "web-1", host: "host-a", state: "running" }]);
    const { hosts: all } = await source.query<{ hosts: { name: string; instances: number }[] }>("hosts.list");
    expect(all).toMatchObject([
      { name: "host-a", instances: 1 },
      { name: "host-b", instances: 0, status: "online" },
    ]);
  }).toPass({ timeout: 60_000 });
  // A page that is left open would complain that the agent goes.
  await page.close();
});

test("a repair page without a doubt says so, and one without an instance too", async ({
  page,
  context,
  api,
}) => {
  await signIn(context, api);
  await page.goto("/repair/?instance=demo");
  await expect(page.getByText("Nothing of demo is in doubt.")).toBeVisible();
  await page.goto("/repair/");
  await expect(page.getByText("No instance is named in this address")).toBeVisible();
});

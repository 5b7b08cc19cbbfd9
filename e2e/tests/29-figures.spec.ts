import { AxeBuilder } from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "../test.ts";
import { InstanceList } from "../user/instance-list.ts";
import { InstancePage } from "../user/instance-page.ts";

/** The panel of a chart: its figures, the chart itself or its table, and a sentence. */
function panel(page: Page, title: string): Locator {
  return page.locator("section").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
}

/** A chart, by what it says to those who cannot see it. */
function chart(page: Page, title: string, says: RegExp): Locator {
  return page.getByRole("img", { name: new RegExp(`^${title} in the last hour: .*${says.source}`) });
}

test("an instance shows its last hour, with units, and the same moment under the pointer in all charts", async ({
  page,
}) => {
  await new InstancePage(page, "demo").open();
  await expect(chart(page, "CPU", /CPU [\d.]+ % now, at most [\d.]+ %/)).toBeVisible();
  await expect(chart(page, "Memory", /memory [\d.]+ MiB now/)).toBeVisible();
  await expect(chart(page, "Disk throughput", /read .*; written /)).toBeVisible();
  await expect(chart(page, "Network throughput", /received .*; sent /)).toBeVisible();
  await expect(page.locator("canvas")).toHaveCount(4);
  const { width, height } = (await page.locator(".u-over").first().boundingBox()) ?? { width: 0, height: 0 };
  await page
    .locator(".u-over")
    .first()
    .hover({ position: { x: width - 3, y: height / 2 } });
  for (const title of ["CPU", "Memory"])
    await expect(panel(page, title).getByText(/^At \d\d:\d\d:\d\d$/)).toBeVisible();
});

test("a chart can be read as a table, by the keyboard and without complaints of axe", async ({ page }) => {
  await new InstancePage(page, "demo").open();
  const asTable = page.getByRole("button", { name: "CPU as a table" });
  await asTable.focus();
  await page.keyboard.press("Enter");
  const table = page.getByRole("region", { name: "CPU by the minute" }).getByRole("table");
  await expect(table.getByRole("row", { name: /^\d\d:\d\d [\d.]+ %$/ }).first()).toBeVisible();
  await expect(asTable).toHaveAttribute("aria-pressed", "true");
  const found = await new AxeBuilder({ page }).analyze();
  expect(found.violations).toEqual([]);
});

test("what a stopped instance used before is kept, and now is not known instead of 0", async ({
  page,
  instances,
}) => {
  const name = await instances.create();
  const instance = new InstancePage(page, name);
  await instance.open();
  await instance.expectState("running");
  await expect(chart(page, "Memory", /memory [\d.]+ MiB now/)).toBeVisible();
  await instance.insist("Force stop");
  await instance.expectState("stopped");
  await expect(chart(page, "Memory", /memory not known now, at most [\d.]+ MiB/)).toBeVisible();
});

test("a host shows its last hour, also one that another agent answers for, and what it gave away", async ({
  page,
}) => {
  for (const host of ["host-a", "host-b"]) {
    await page.goto(`/host/?name=${host}`);
    await expect(chart(page, "CPU", /CPU [\d.]+ % now/)).toBeVisible();
    await expect(chart(page, "Load", /load [\d.]+ now/)).toBeVisible();
    await expect(page.getByText(/^\d+ on \d+ CPUs?, [\d.]+ for each$/)).toBeVisible();
  }
});

test("the list tells what each instance uses now, that an address is not known, and nothing of what does not run", async ({
  page,
  instances,
}) => {
  const stopped = await instances.create({ start: false });
  const list = new InstanceList(page);
  await list.open();
  const cell = async (name: string, column: string) => {
    const titles = await list.table.getByRole("columnheader").allTextContents();
    return list.row(name).getByRole("cell").nth(titles.indexOf(column));
  };
  await expect(await cell("demo", "CPU")).toHaveText(/^[\d.]+ %$/);
  await expect(await cell("demo", "Memory")).toHaveText(/^[\d.]+ MiB of [\d.]+ MiB$/);
  await expect(await cell("demo", "Uptime")).toHaveText(/^\d+ (s|min|h)/);
  const address = await cell("demo", "Address");
  await expect(address).toHaveText("unknown");
  await address.getByText("unknown").hover();
  await expect(page.getByText("no guest agent answers in it")).toBeVisible();
  for (const column of ["CPU", "Address", "Uptime"]) await expect(await cell(stopped, column)).toHaveText("");
  await expect(await cell(stopped, "Memory")).toHaveText(/^[\d.]+ MiB$/);
});

test("hosts are asked for figures in one call, and for none while no column shows any", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (/figures|usage|lastHour/.test(pathname)) asked.push(pathname);
  });
  const list = new InstanceList(page);
  await list.open();
  await expect.poll(() => asked.length).toBeGreaterThan(1);
  expect(new Set(asked)).toEqual(new Set(["/trpc/instances.usage"]));
  for (const column of ["CPU", "Memory", "Address", "Uptime"]) {
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("menuitemcheckbox", { name: column, exact: true }).click();
    await expect(list.table.getByRole("columnheader", { name: column, exact: true })).toBeHidden();
  }
  await page.reload();
  await expect(list.table).toBeVisible();
  const until = asked.length;
  // Whatever else a page asks of its agent at once has been answered by then.
  await page.waitForLoadState("networkidle");
  expect(asked.slice(until)).toEqual([]);
});

test("the list does not fetch what draws charts", async ({ page }) => {
  const scripts: string[] = [];
  page.on("response", async (response) => {
    if (response.url().endsWith(".js")) scripts.push(await response.text().catch(() => ""));
  });
  await page.goto("/");
  await expect(page.getByRole("link", { name: "demo", exact: true }).first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((text) => text.includes("u-over"))).toEqual([]);
});

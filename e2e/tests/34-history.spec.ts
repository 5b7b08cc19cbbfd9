import { AxeBuilder } from "@axe-core/playwright";
import { appendFile, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { SharedDemo } from "../harness/shared-demo.ts";
import { expect, test } from "../test.ts";
import { HistoryTab } from "../user/history-tab.ts";
import { InstancePage } from "../user/instance-page.ts";
import { sidewaysOverflow } from "../user/layout.ts";
import { openSettled } from "../user/settled.ts";

test("the history tells who did what when, from where and how it ended; filters are in the address", async ({
  page,
  api,
  instances,
}) => {
  const name = await instances.create();
  await api.mutate("instances.pause", { instance: name });
  await api.mutate("instances.resume", { instance: name });
  await api.mutate("disks.resize", { instance: name, disk: "no-such", sizeMiB: 8 }).catch(() => undefined);
  await new InstancePage(page, name).open("history");
  const history = new HistoryTab(page, name);
  await expect(history.row(`Create ${name}`)).toContainText("done");
  await expect(history.row(`Create ${name}`)).toContainText("127.0.0.1");
  await expect(history.row("instances.pause")).toContainText("admin");
  await expect(history.row(`Enlarge disk no-such of ${name}`)).toContainText("failed");
  await expect(history.row("Boot 1")).toBeVisible();

  // What happens now appears by itself.
  await api.run("instances.reboot", { instance: name, hard: true });
  await expect(history.row(`Reboot ${name}`)).toContainText("done");

  await page.getByLabel("Result").selectOption("did not go well");
  await expect(history.row(`Create ${name}`)).toHaveCount(0);
  await expect(history.row("no-such")).toBeVisible();
  await page.reload();
  await expect(history.row("no-such")).toBeVisible();
  await expect(page.getByLabel("Result")).toHaveValue("failed");
  await page.getByLabel("Result").selectOption("any");
  await history.find("paus");
  await expect(history.row("instances.pause")).toBeVisible();
  await expect(history.row("instances.resume")).toHaveCount(0);
  await history.find("");

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download as JSON" }).click();
  const file = await (await download).path();
  const saved = JSON.parse(await readFile(file, "utf8")) as Record<string, readonly unknown[]>;
  expect(saved["operations"]?.length).toBeGreaterThanOrEqual(3);
  expect(saved["audit"]?.length).toBeGreaterThanOrEqual(4);

  await history.show("boots");
  await history.row("Boot 1").getByRole("link").click();
  await expect(page.getByText("READY").first()).toBeVisible();
});

test("a migration stands in the history with what it measured beside what was foretold", async ({
  page,
  api,
  instances,
}) => {
  const name = await instances.create();
  await api.run("migrations.start", { instance: name, target: "host-b" });
  await openSettled(page, `/instance/?name=${name}&tab=history&show=migration`);
  const row = new HistoryTab(page, name).row(`Migrate ${name}`);
  await expect(row).toContainText(/host-a → host-b, stood still [\d.]+ m?s/);
  await expect(row).toContainText(/took .* sent /);
  await row.getByRole("link").click();
  await expect(page.getByText("Guest stood still")).toBeVisible();
});

test("what is older than the newest hundred events is read when it is asked for", async ({
  page,
  api,
  instances,
}) => {
  const name = await instances.create({ start: false });
  for (let call = 0; call < 130; call += 1)
    await api.mutate("instances.pause", { instance: name }).catch(() => undefined);
  await openSettled(page, `/instance/?name=${name}&tab=history`);
  const history = new HistoryTab(page, name);
  await expect(page.getByRole("status").filter({ hasText: "the newest 100 events" })).toBeVisible();
  await expect(history.row(`Create ${name}`)).toHaveCount(0);
  await page.getByRole("button", { name: "Show older" }).click();
  await expect(history.row(`Create ${name}`)).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: /^13\d events$/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Show older" })).toHaveCount(0);
});

test("the log shows what QEMU printed and what was said to it, harmless whatever it is, and can be followed", async ({
  page,
  instances,
  demo,
  api,
}) => {
  const name = await instances.create();
  await openSettled(page, `/instance/?name=${name}&tab=log&follow=on`);
  const log = new HistoryTab(page, name);
  await expect(log.lines.filter({ hasText: "gantry: " }).first()).toBeVisible();
  const { uuid } = await api.instance(name);
  await appendFile(await qemuLogOf(demo, uuid), "\u001b[2Jevil \u202etxt <img src=x onerror=alert(1)>\n");
  const evil = log.lines.filter({ hasText: "evil" });
  await expect(evil).toHaveText("U+001B[2Jevil U+202Etxt <img src=x onerror=alert(1)>");
  await log.find("evil");
  await expect(log.lines).toHaveCount(1);
  await log.find("");
  await page.getByRole("combobox", { name: "Log" }).selectOption("what was said over QMP");
  await log.find("qmp_capabilities");
  await expect(log.lines.first()).toContainText('"execute":"qmp_capabilities"');
});

/** Where host-a lets this instance's QEMU print. */
async function qemuLogOf({ place }: SharedDemo, uuid: string): Promise<string> {
  const files = await readdir(join(place.state, "host-a"), { recursive: true });
  const found = files.find((file) => file.includes(uuid) && file.endsWith("qemu.log"));
  if (found === undefined) throw new Error(`host-a has no qemu.log of ${uuid}.`);
  return join(place.state, "host-a", found);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`history and log fit and are accessible in the ${colorScheme} theme`, async ({
    page,
    api,
    instances,
  }) => {
    await page.emulateMedia({ colorScheme });
    const name = await instances.create();
    await api.mutate("disks.resize", { instance: name, disk: "no-such", sizeMiB: 8 }).catch(() => undefined);
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
    ]) {
      await page.setViewportSize(viewport);
      for (const tab of ["history", "log", "log&log=monitor"]) {
        await openSettled(page, `/instance/?name=${name}&tab=${tab}`);
        expect.soft(await sidewaysOverflow(page), `${viewport.width} wide, ${tab}`).toEqual([]);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const told = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
        expect.soft(told, `${viewport.width} wide, ${tab}`).toEqual([]);
      }
    }
  });
}

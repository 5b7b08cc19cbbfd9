import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { sharedDirectory } from "../harness/shared-demo.ts";
import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { InstancePage } from "../user/instance-page.ts";
import { MigrationWizard } from "../user/migration-wizard.ts";

test("demo moves to host-b through the wizard while somebody types in its console, and the same terminal goes on", async ({
  page,
  context,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  await console.enter("echo before $((400+1))");
  await console.expectText("before 401");

  const wizard = new MigrationWizard(await context.newPage(), "demo");
  await wizard.open();
  await wizard.chooseTarget("host-b");
  await wizard.check("host-b");
  await wizard.start("host-b");
  await wizard.expectMoved("host-a", "host-b");

  await page.bringToFront();
  await console.expectText(/moved host-a → host-b/);
  await console.expectLive();
  await console.enter("echo after $((400+2))");
  await console.expectText("after 402");
  const text = await console.text();
  expect(text.match(/^before 401$/gm), "the past is there once").toHaveLength(1);
  expect(text.indexOf("before 401")).toBeLessThan(text.indexOf("after 402"));

  const demo = new InstancePage(page, "demo");
  await demo.expectOn("host-b");
  await demo.expectState("running");
});

test("demo moves back, and a reload in the wizard and at its end shows the same", async ({ page }) => {
  const wizard = new MigrationWizard(page, "demo");
  await wizard.open();
  await wizard.chooseTarget("host-a");
  await page.reload();
  await wizard.expectStep("Options");
  await wizard.check("host-a");
  await page.reload();
  await expect(wizard.startButton("host-a")).not.toHaveAttribute("aria-disabled", "true");
  await wizard.start("host-a");
  await wizard.expectMoved("host-b", "host-a");
  await page.reload();
  await wizard.expectMoved("host-b", "host-a");
  await page.getByRole("tabpanel").getByRole("button", { name: "Open console" }).click();
  const console = new Console(page, "demo");
  await console.enter("echo home $((500+1))");
  await console.expectText("home 501");
});

test("every host is listed, its own for a new QEMU, and the guest goes over to that", async ({ page }) => {
  const wizard = new MigrationWizard(page, "demo");
  await wizard.open();
  await expect(wizard.target("host-b")).toBeEnabled();
  await expect(wizard.target("host-a")).toHaveAccessibleDescription(/demo already runs here/);
  await wizard.chooseTarget("host-a");
  await expect(page.getByRole("combobox", { name: "Disks to copy" })).toBeHidden();
  const then = page.getByLabel("Then").getByRole("option");
  await expect(then.filter({ hasText: /^Hold it/ }), "what may follow is offered").toHaveCount(1);
  await expect(then.filter({ hasText: /^Post-copy/ }), "for another host alone").toHaveCount(0);
  await wizard.next();
  await wizard.expectStep("Checks");
  const move = page.getByRole("button", { name: "Move to the new QEMU" });
  await expect(move).not.toHaveAttribute("aria-disabled", "true");
  await move.click();
  await wizard.expectStep("Result");
  const result = page.getByRole("tabpanel");
  await expect(result).toContainText("demo runs on host-a in a new QEMU process.");
  await expect(result.getByRole("listitem").filter({ hasText: "End the old QEMU" })).toBeVisible();
  await result.getByRole("button", { name: "Open console" }).click();
  const console = new Console(page, "demo");
  await console.enter("echo still $((600+1))");
  await console.expectText("still 601");
});

test("an impossible option is named at its field and keeps one from going on", async ({ page }) => {
  const wizard = new MigrationWizard(page, "demo");
  await wizard.open();
  await wizard.chooseTarget("host-b");
  const pause = page.getByLabel("Allowed pause (ms)");
  await pause.fill("0");
  await expect(pause).toHaveAccessibleDescription(/at least 1 ms/);
  const next = page.getByRole("button", { name: "Next" });
  await expect(next).toHaveAttribute("aria-description", /Correct the marked fields/);
  await pause.fill("300");
  await expect(next).not.toHaveAttribute("aria-disabled", "true");
});

test("a guest moves without live copying too, and says how long it stood still", async ({
  page,
  instances,
}) => {
  const name = await instances.create();
  const wizard = new MigrationWizard(page, name);
  await wizard.open();
  await wizard.chooseTarget("host-b");
  await page.getByLabel(/^Live: /).click();
  await expect(page.getByLabel(/^Live: /)).not.toBeChecked();
  await wizard.check("host-b");
  await wizard.start("host-b");
  await wizard.expectMoved("host-a", "host-b");
  await expect(page.getByRole("tabpanel")).toContainText(/Guest stood still.*\d+ ms/);
});

test("a guest that writes too fast comes by post-copy, which says first what it may cost", async ({
  page,
  context,
  instances,
}) => {
  const name = await instances.create({ guest: "scribbler" });
  const console = new Console(page, name);
  await console.open();
  await console.type("before");

  const tab = await context.newPage();
  const wizard = new MigrationWizard(tab, name);
  await wizard.open();
  await wizard.chooseTarget("host-b");
  await tab.getByLabel("Allowed pause (ms)").fill("1");
  await wizard.limitBandwidth(1);
  await wizard.ifNotMovedAfter(1, /^Post-copy/);
  const warning = /Post-copy has no way back.*its memory is lost.*as after a power cut/;
  await expect(tab.getByRole("alert").filter({ hasText: warning })).toBeVisible();
  await wizard.check("host-b");
  await expect(tab.getByRole("tabpanel")).toContainText(warning);
  await wizard.start("host-b");
  await wizard.expectMoved("host-a", "host-b");
  await expect(tab.getByRole("tabpanel")).toContainText("the rest of its memory follows");

  await page.bringToFront();
  await console.type("after");
  await expect(async () => {
    const typed = (await console.text()).replaceAll(/──── .*? ─+/g, "").replaceAll(/\s/g, "");
    expect(typed).toContain("beforeafter");
  }).toPass();
});

test("a disk that is not shared is copied while somebody types, and the result says where both files are", async ({
  page,
  context,
  instances,
  demo,
}) => {
  const name = await instances.create();
  const directory = join(sharedDirectory(demo), `${name}-copies`);
  await mkdir(directory);
  const console = new Console(page, name);
  await console.open();
  await console.type("before");

  const wizard = new MigrationWizard(await context.newPage(), name);
  await wizard.open();
  await wizard.chooseTarget("host-b");
  await wizard.copyDisks(["root"], directory);
  // Slow enough for somebody to type meanwhile.
  await wizard.limitBandwidth(1);
  await wizard.check("host-b");
  await wizard.start("host-b");
  await page.bringToFront();
  await console.type("meanwhile");
  await wizard.expectMoved("host-a", "host-b");
  await wizard.expectDisk("root", { now: join(directory, `${name}.raw`), kept: "host-a" });
  await page.bringToFront();
  await console.type("after");
  await expect(async () => {
    // Among the letters stand the guest's heartbeats, and the line that tells of the move.
    const typed = (await console.text()).replaceAll(/──── .*? ─+/g, "").replaceAll(/[.\s]/g, "");
    expect(typed).toContain("beforemeanwhileafter");
  }).toPass();
});

test("an instance that does not run cannot be moved, and the button says so", async ({
  page,
  instances,
  api,
}) => {
  const name = await instances.create({ start: false });
  const wizard = new MigrationWizard(page, name);
  await page.goto(`/instance/?name=${name}&tab=migrate`);
  await wizard.expectStep("Target");
  await wizard.chooseTarget("host-b");
  await wizard.next();
  await wizard.expectStep("Checks");
  await expect(wizard.startButton("host-b")).toHaveAttribute("aria-disabled", "true");
  await expect(wizard.startButton("host-b")).toHaveAttribute("aria-description", /\.$/);
  expect(await api.instance(name)).toMatchObject({ host: "host-a", state: "stopped" });
});

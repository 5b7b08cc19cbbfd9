import { rm } from "node:fs/promises";
import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { InstanceList } from "../user/instance-list.ts";
import { InstancePage } from "../user/instance-page.ts";
import { Shell } from "../user/shell.ts";

test("start, stop by the power button, force stop: the header follows, and the tray tells each", async ({
  page,
  instances,
  api,
}) => {
  const name = await instances.create({ start: false });
  const instance = new InstancePage(page, name);
  const shell = new Shell(page);
  await instance.open("console");
  await instance.expectState("stopped");
  await page.getByRole("button", { name: "Start and watch it boot" }).click();
  await instance.expectState("running");
  await shell.expectDone(`Start ${name}`);
  const console = new Console(page, name);
  await console.expectText("READY");
  const { runtime } = await api.instance(name);

  await instance.press("Stop");
  await console.expectText("PWRBTN");
  await instance.expectState("stopped");
  await shell.expectDone(`Stop ${name}`);

  await instance.press("Start");
  await instance.expectState("running");
  expect((await api.instance(name)).runtime?.incarnation).not.toBe(runtime?.incarnation);
  await instance.insist("Force stop");
  await instance.expectState("stopped");
});

test("reboot asks the guest and starts it again; reset starts it again at once", async ({
  page,
  instances,
}) => {
  const name = await instances.create();
  const instance = new InstancePage(page, name);
  const console = new Console(page, name);
  await console.open();
  await console.expectText("READY");

  await instance.insist("Reset");
  await console.expectText(/READY[^]*boot 2[^]*READY/);
  await instance.press("Reboot");
  await console.expectText(/boot 2[^]*PWRBTN[^]*boot 3[^]*READY/);
  await instance.expectState("running");
});

test("a paused guest is silent until it is resumed", async ({ page, instances }) => {
  const name = await instances.create();
  const instance = new InstancePage(page, name);
  const console = new Console(page, name);
  await console.open();
  await instance.press("Pause");
  await instance.expectState("paused");
  await console.type("x");
  await page.getByRole("tabpanel").getByRole("button", { name: "Resume" }).click();
  await instance.expectState("running");
  await console.expectText(/x/);
});

test("a guest that does not obey the power button can be force stopped while it is asked", async ({
  page,
  instances,
}) => {
  const name = await instances.create();
  const instance = new InstancePage(page, name);
  const console = new Console(page, name);
  await console.open();
  // The guest's own command: interrupts off, halted, deaf.
  await console.type("H");
  await instance.press("Stop");
  await instance.expectState("stopping");
  await instance.insist("Force stop");
  await instance.expectState("stopped");
});

test("a start that fails says what happened and what to do, in the tray and among the operations", async ({
  page,
  instances,
  api,
}) => {
  const name = await instances.create({ start: false });
  const [disk] = (await api.instance(name)).spec.disks;
  const file = disk?.source["file"] ?? "";
  await rm(file);
  const instance = new InstancePage(page, name);
  await instance.open();
  await instance.press("Start");
  const shell = new Shell(page);
  await expect(shell.newestOperation).toHaveAccessibleName(new RegExp(`Start ${name}: .*${file}`));
  await instance.expectState("stopped");
  await shell.go("Operations");
  const operation = page.getByRole("list", { name: "Operations" }).getByRole("listitem").first();
  await expect(operation).toContainText(`Start ${name}`);
  await operation.locator("summary").click();
  const error = operation.getByRole("alert");
  await expect(error).toContainText(file);
  await expect(error).toContainText("nothing was changed");
});

test("every control that cannot be used says why", async ({ page, instances }) => {
  const name = await instances.create({ start: false });
  const instance = new InstancePage(page, name);
  await instance.open();
  await instance.expectState("stopped");
  for (const verb of ["Reboot", "Pause", "Force stop", "Reset"] as const) {
    await expect(instance.power(verb)).toHaveAttribute("aria-disabled", "true");
    await expect(instance.power(verb)).toHaveAttribute("aria-description", /\.$/);
  }
});

test("delete names the instance, keeps its disks unless told otherwise, and the list forgets it", async ({
  page,
  instances,
}) => {
  const name = await instances.create({ start: false });
  const instance = new InstancePage(page, name);
  await instance.open();
  const dialog = await instance.askFor("Delete");
  await expect(dialog).toContainText("Its disks are kept.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await instance.expectState("stopped");
  await instance.insist("Delete");
  await expect(page.getByText(`There is no instance named ${name}`)).toBeVisible();
  await page.getByRole("button", { name: "Show all instances" }).click();
  const list = new InstanceList(page);
  await expect(list.row("demo")).toBeVisible();
  await expect(list.row(name)).toHaveCount(0);
});

test("a suspended guest goes on where it was; force stop discards its memory", async ({
  page,
  instances,
}) => {
  const name = await instances.create();
  const instance = new InstancePage(page, name);
  const console = new Console(page, name);
  const shell = new Shell(page);
  await console.open();
  await console.expectText("READY");
  await instance.choose("Suspend");
  await instance.expectState("suspended");
  await shell.expectDone(`Suspend ${name}`);

  await instance.press("Resume");
  await instance.expectState("running");
  await console.type("x");
  await console.expectText(/x/);
  expect((await console.text()).match(/READY/g), "it did not boot again").toHaveLength(1);

  await instance.choose("Suspend");
  await instance.expectState("suspended");
  const dialog = await instance.askFor("Force stop");
  await expect(dialog).toContainText("Its saved memory is discarded");
  await dialog.getByRole("button", { name: "Force stop", exact: true }).click();
  await instance.expectState("stopped");
});

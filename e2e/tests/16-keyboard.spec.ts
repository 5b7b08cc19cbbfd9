import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { InstanceList } from "../user/instance-list.ts";
import { InstancePage } from "../user/instance-page.ts";
import { Keyboard } from "../user/keyboard.ts";
import { MigrationWizard } from "../user/migration-wizard.ts";
import { Shell } from "../user/shell.ts";

test("a day without a mouse: find, start, type, leave the terminal, move, force stop, delete", async ({
  page,
  instances,
}) => {
  const name = await instances.create({ start: false });
  const keyboard = new Keyboard(page);
  const list = new InstanceList(page);
  await list.open();
  await expect(list.row(name)).toBeVisible();

  await keyboard.press("/");
  await keyboard.type(name);
  await keyboard.press("Enter");
  const instance = new InstancePage(page, name);
  await instance.expectHere();

  await keyboard.use(instance.power("Start"));
  await instance.expectState("running");

  await keyboard.tabTo(page.getByRole("tab", { name: "Overview" }));
  await keyboard.press("ArrowRight", "Enter");
  const console = new Console(page, name);
  await console.expectLive();
  await console.expectText("READY");
  await keyboard.tabTo(console.frame.getByRole("textbox"));
  await keyboard.type("typed");
  await console.expectEcho("typed");
  await keyboard.press("Control+Shift+E");
  await expect(console.frame.getByRole("textbox")).not.toBeFocused();

  await page.reload();
  await instance.expectHere();
  await keyboard.tabTo(page.getByRole("tab", { name: "Console" }));
  await keyboard.press("ArrowRight", "Enter");
  const wizard = new MigrationWizard(page, name);
  await wizard.expectStep("Target");
  await keyboard.choose(wizard.target("host-b"));
  await keyboard.use(page.getByRole("button", { name: "Next" }));
  await wizard.expectStep("Options");
  await keyboard.use(page.getByRole("button", { name: "Next" }));
  await expect(wizard.startButton("host-b")).not.toHaveAttribute("aria-disabled", "true");
  await keyboard.use(wizard.startButton("host-b"));
  await wizard.expectMoved("host-a", "host-b");

  await keyboard.use(instance.power("Force stop"));
  const dialog = page.getByRole("alertdialog");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await keyboard.use(dialog.getByRole("button", { name: "Force stop" }));
  await instance.expectState("stopped");

  await keyboard.use(page.getByRole("button", { name: `More for ${name}` }));
  await expect(page.getByRole("menuitem", { name: "Delete" })).toBeVisible();
  await keyboard.press("End");
  await expect(page.getByRole("menuitem", { name: "Delete" })).toBeFocused();
  await keyboard.press("Enter");
  await keyboard.use(page.getByRole("alertdialog").getByRole("button", { name: "Delete" }));
  await expect(page.getByText(`There is no instance named ${name}`)).toBeVisible();
});

test("j, k and Enter walk the list, o opens the tray, Escape closes a dialog", async ({
  page,
  instances,
}) => {
  const name = await instances.create({ start: false });
  const keyboard = new Keyboard(page);
  const list = new InstanceList(page);
  await list.open();
  await expect(list.row(name)).toBeVisible();
  await keyboard.press("j");
  await expect(list.row("demo")).toBeFocused();
  await keyboard.press("j");
  await expect(list.row(name)).toBeFocused();
  await keyboard.press("k", "Enter");
  const demo = new InstancePage(page, "demo");
  await demo.expectHere();

  await keyboard.press("o");
  await expect(page.getByRole("list", { name: "Newest operations" })).toBeVisible();
  await keyboard.press("o");
  await expect(page.getByRole("list", { name: "Newest operations" })).toBeHidden();

  await keyboard.use(demo.power("Reset"));
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await keyboard.press("Escape");
  await expect(page.getByRole("alertdialog")).toBeHidden();
  await expect(demo.power("Reset")).toBeFocused();
});

test("the first Tab offers to skip to the page", async ({ page }) => {
  await page.goto("/hosts/");
  await new Shell(page).expectPage("Hosts");
  const keyboard = new Keyboard(page);
  await keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
  await keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

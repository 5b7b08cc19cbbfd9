import { expect, test } from "../test.ts";
import { expectAccessible } from "../user/accessible.ts";
import { CreateForm } from "../user/create-form.ts";
import { InstancePage } from "../user/instance-page.ts";
import { pages } from "../user/pages.ts";
import { openSettled, settled } from "../user/settled.ts";
import { Shell } from "../user/shell.ts";

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    for (const [which, group] of Object.entries(pages)) {
      test(`axe finds nothing on any page ${which}`, async ({ page }) => {
        for (const { title, path } of group) {
          await openSettled(page, path);
          await expectAccessible(page, title);
        }
      });
    }

    test("axe finds nothing on the sign-in page, also after a refusal", async ({
      page,
      context,
      complaints,
    }) => {
      complaints.expect(/status of 401/);
      await context.clearCookies();
      await page.goto("/sign-in/");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectAccessible(page, "sign-in");
      await page.getByLabel("Token").fill("wrong");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("alert").filter({ hasText: "Not signed in" })).toBeVisible();
      await expectAccessible(page, "sign-in, refused");
    });

    test("axe finds nothing on menus, dialogs, the tray and the boxes of the console", async ({ page }) => {
      const shell = new Shell(page);
      await openSettled(page, "/instance/?name=demo");
      await page.getByText("As it runs now").click();
      await expect(page.getByText("-nodefaults")).toBeVisible();
      await expectAccessible(page, "the command line");
      await page.getByRole("button", { name: "More for demo" }).click();
      await expect(page.getByRole("menu")).toBeVisible();
      await expectAccessible(page, "the menu of an instance");
      await page.keyboard.press("Escape");
      const dialog = await new InstancePage(page, "demo").askFor("Force stop");
      await expectAccessible(page, "a question");
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await expect(dialog).toBeHidden();
      await shell.newestOperation.click();
      await expect(page.getByRole("list", { name: "Newest operations" })).toBeVisible();
      await page
        .getByRole("list", { name: "Newest operations" })
        .getByRole("group")
        .first()
        .locator("summary")
        .click();
      await expectAccessible(page, "the operations tray");
      await shell.newestOperation.click();
      await shell.openAccountMenu();
      await expectAccessible(page, "the account menu");
      await page.keyboard.press("Escape");
      await openSettled(page, "/instance/?name=demo&tab=console");
      await page.getByRole("button", { name: "Paste", exact: true }).click();
      await page.getByLabel("Text to type into the guest").fill("echo");
      await expectAccessible(page, "the paste box");
      await page.getByRole("button", { name: "Close" }).click();
      await page.getByRole("button", { name: "Keys", exact: true }).click();
      await expect(page.getByRole("group", { name: "Keys for the guest" })).toBeVisible();
      await page.getByRole("button", { name: "Search", exact: true }).click();
      await page.getByLabel("Find in the terminal").fill("demo");
      await expectAccessible(page, "the keys and the search of the console");
    });

    test("axe finds nothing on a form that is refused", async ({ page }) => {
      const form = new CreateForm(page);
      await form.open();
      await form.fill({ Name: "Not A Name", "Memory (MiB)": "1" });
      await page.getByRole("button", { name: "Add disk" }).click();
      await form.create();
      await expect(form.refusal).toBeVisible();
      await expectAccessible(page, "a refused form");
    });

    test("axe finds nothing on a phone with its drawer open", async ({ page }) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await openSettled(page, "/");
      await expectAccessible(page, "the list on a phone");
      await page.getByRole("button", { name: "Pages and instances" }).click();
      await expect(page.getByRole("dialog", { name: "Pages and instances" })).toBeVisible();
      await expectAccessible(page, "the drawer");
    });
  });
}

test("the theme is a choice of the user and survives a reload", async ({ page }) => {
  await openSettled(page, "/");
  const shell = new Shell(page);
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await shell.chooseTheme("Dark");
  const dark = await background();
  await shell.chooseTheme("Light");
  expect(await background()).not.toBe(dark);
  await shell.chooseTheme("Dark");
  await page.reload();
  await settled(page);
  expect(await background()).toBe(dark);
});

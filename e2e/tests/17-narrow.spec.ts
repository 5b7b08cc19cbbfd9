import { expect, test } from "../test.ts";
import { InstancePage } from "../user/instance-page.ts";
import { sidewaysOverflow } from "../user/layout.ts";
import { pages } from "../user/pages.ts";
import { openSettled, settled } from "../user/settled.ts";

const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } };

for (const [name, viewport] of Object.entries(sizes)) {
  for (const [which, group] of Object.entries(pages)) {
    test(`nothing sticks out of any page ${which} on a ${name}`, async ({ page }) => {
      await page.setViewportSize(viewport);
      for (const { title, path } of group) {
        await openSettled(page, path);
        expect.soft(await sidewaysOverflow(page), title).toEqual([]);
      }
    });
  }

  test(`nothing sticks out of the sign-in page on a ${name}`, async ({ page, context }) => {
    await page.setViewportSize(viewport);
    await context.clearCookies();
    await page.goto("/sign-in/");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect.soft(await sidewaysOverflow(page), "Sign in").toEqual([]);
  });
}

test("on a phone the pages are behind one button, and a dialog fits", async ({ page }) => {
  await page.setViewportSize(sizes.phone);
  await openSettled(page, "/");
  await page.getByRole("button", { name: "Pages and instances" }).click();
  const drawer = page.getByRole("dialog", { name: "Pages and instances" });
  await expect(drawer.getByRole("link", { name: "demo running" })).toBeVisible();
  expect(await sidewaysOverflow(page), "the drawer").toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Pages and instances" })).toBeFocused();
  await page.keyboard.press("Enter");
  await drawer.getByRole("link", { name: "demo running" }).click();
  await expect(drawer).toBeHidden();
  await settled(page);
  const dialog = await new InstancePage(page, "demo").askFor("Force stop");
  expect(await sidewaysOverflow(page), "the dialog").toEqual([]);
  await dialog.getByRole("button", { name: "Cancel" }).click();
});

test("on a phone a terminal answers too", async ({ page, instances }) => {
  await page.setViewportSize(sizes.phone);
  const name = await instances.create();
  await openSettled(page, `/instance/?name=${name}&tab=console`);
  const console = page.getByRole("region", { name: `Serial console of ${name}` });
  await expect(console).toBeInViewport();
});

import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { Keyboard } from "../user/keyboard.ts";
import { sidewaysOverflow } from "../user/layout.ts";

test.describe("with fingers", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("on a phone the keys it lacks are there, Ctrl stays down for one key, and nothing sticks out", async ({
    page,
  }) => {
    const console = new Console(page, "demo");
    await console.open();
    const keys = page.getByRole("group", { name: "Keys for the guest" });
    await expect(keys.getByRole("button", { name: "Esc" })).toBeVisible();
    await console.type("cat");
    await page.keyboard.press("Enter");
    await keys.getByRole("button", { name: "Ctrl", exact: true }).tap();
    await page.keyboard.type("c");
    await console.enter("echo thumb $((80+8))");
    await console.expectText("thumb 88");
    expect(await sidewaysOverflow(page)).toEqual([]);
  });
});

test("without a mouse one searches, leaves the terminal, opens the log and comes back to type", async ({
  page,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  const keyboard = new Keyboard(page);
  await keyboard.tabTo(console.frame.getByRole("textbox"));
  await keyboard.type("echo without $((90+9))");
  await keyboard.press("Enter");
  await console.expectText("without 99");
  await keyboard.press("Control+Shift+F");
  await expect(page.getByLabel("Find in the terminal")).toBeFocused();
  await keyboard.type("without");
  await expect(page.getByRole("search").getByRole("status")).toHaveText(/^\d+ of \d+$/);
  await keyboard.press("Escape", "Control+Shift+E");
  await expect(console.frame.getByRole("textbox")).not.toBeFocused();
  await keyboard.use(console.button("Log"));
  const lines = page.getByRole("table", { name: /^Lines of boot/ });
  await expect(lines.getByText("without 99", { exact: true })).toBeVisible();
  await keyboard.use(console.button("Terminal"));
  await keyboard.tabTo(console.frame.getByRole("textbox"));
  await keyboard.type("echo again $((90+8))");
  await keyboard.press("Enter");
  await console.expectText("again 98");
});

test("a screen reader is told whose keyboard it is, and has the terminal as text when it asks for it", async ({
  page,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  await expect(console.frame).toHaveAccessibleDescription(/Ctrl-Shift-E leaves/);
  await page.getByLabel("Screen reader").check();
  await console.enter("echo aloud $((110+1))");
  await expect(console.frame.getByRole("list")).toContainText("aloud 111");
  await page.getByLabel("Screen reader").uncheck();
});

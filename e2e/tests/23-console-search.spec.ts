import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { ConsoleLog } from "../user/console-log.ts";
import { openSettled } from "../user/settled.ts";

test("a word is found in the terminal, counted, stepped through, and Escape goes back to the guest", async ({
  page,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  await console.enter("clear; for i in 1 2 3; do echo needle$i Needle; done");
  await console.expectText("needle3 Needle");
  await page.keyboard.press("Control+Shift+F");
  const search = page.getByRole("search", { name: "Search the terminal" });
  await search.getByRole("textbox").fill("needle");
  await expect(search.getByRole("status")).toHaveText("6 of 6");
  await page.keyboard.press("Enter");
  await expect(search.getByRole("status")).toHaveText("5 of 6");
  await page.keyboard.press("Shift+Enter");
  await expect(search.getByRole("status")).toHaveText("6 of 6");
  await search.getByLabel("Match case").check();
  await expect(search.getByRole("status")).toHaveText("3 of 3");
  await search.getByRole("textbox").fill("no such word");
  await expect(search.getByRole("status")).toHaveText("not found");
  await page.keyboard.press("Escape");
  await expect(search).toBeHidden();
  await page.keyboard.type("echo back $((40+4))");
  await page.keyboard.press("Enter");
  await console.expectText("back 44");
});

test("what an older boot wrote is found, and the hit is a link that shows its line to anybody, also after a reload", async ({
  page,
  context,
  api,
  instances,
}) => {
  const name = await instances.create();
  await api.run("instances.reboot", { instance: name, hard: true });
  const console = new Console(page, name);
  await console.open();
  await console.expectText(/READY[^]*READY/);
  const log = new ConsoleLog(page, name);
  await log.open();
  await log.expectBoots(2);
  await log.find("READY");
  await expect(log.hits).toHaveCount(2);
  const older = log.hits.filter({ hasText: "boot 1" });
  await older.click();
  await expect(page).toHaveURL(/#boot=1&line=\d+$/);
  await expect(log.shownLine).toContainText("READY");

  await page.reload();
  await expect(log.shownLine).toContainText("READY");
  await expect(log.hits).toHaveCount(2);

  const colleague = await context.newPage();
  await openSettled(
    colleague,
    new URL(page.url()).pathname + new URL(page.url()).search + new URL(page.url()).hash,
  );
  await expect(new ConsoleLog(colleague, name).shownLine).toContainText("READY");
});

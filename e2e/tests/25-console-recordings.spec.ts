import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";

test("a recording is begun, marked, ended, played from its marker, taken along and deleted", async ({
  page,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  await console.button("Record").click();
  const start = page.getByRole("form", { name: "New recording" });
  await start.getByLabel("Name").fill("evening work");
  await expect(start.getByText("passwords too")).toBeHidden();
  await start.getByLabel("With keystrokes").check();
  await expect(start.getByText("passwords too")).toBeVisible();
  await start.getByLabel("With keystrokes").uncheck();
  await start.getByRole("button", { name: "Start recording" }).click();
  const running = page.getByRole("form", { name: "Recording evening work" });
  await expect(running).toBeVisible();

  await console.button("Terminal").click();
  await expect(console.statusLine("recording evening work")).toBeVisible();
  await console.enter("clear; echo before $((50+5))");
  await console.expectText("before 55");
  await console.button("Record").click();
  await running.getByLabel("What to mark in evening work").fill("the change");
  await running.getByRole("button", { name: "Mark" }).click();
  await expect(running.getByText("marked 1 ×")).toBeVisible();
  await console.button("Terminal").click();
  await console.enter("echo after $((50+6))");
  await console.expectText("after 56");
  await console.button("Record").click();
  await running.getByRole("button", { name: "Stop recording" }).click();

  await page.getByRole("button", { name: "Play evening work" }).click();
  const player = page.getByRole("region", { name: "Playing evening work" });
  await expect(player.locator(".xterm-rows")).toContainText("after 56");
  await player.getByRole("list", { name: "Markers" }).getByRole("button", { name: "the change" }).click();
  await expect(player.locator(".xterm-rows")).not.toContainText("after 56");
  await expect(player.locator(".xterm-rows")).toContainText("before 55");
  await player.getByRole("button", { name: "Close" }).click();

  const begun = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download evening work" }).click();
  expect((await begun).suggestedFilename()).toBe("demo-evening-work.cast");
  await page.getByRole("button", { name: "Delete evening work" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete the recording evening work?" });
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("button", { name: "Play evening work" })).toHaveCount(0);
});

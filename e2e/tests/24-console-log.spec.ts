import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { ConsoleLog } from "../user/console-log.ts";

test("the log is text of the page, with what cannot be seen shown by its code, and can be taken along", async ({
  page,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  await console.enter(String.raw`printf '\033[1;31mred\033[0m run \342\200\256gpj.exe\n'`);
  await console.expectText("red run gpj.exe");
  await page.getByRole("button", { name: "Log", exact: true }).click();
  const log = new ConsoleLog(page, "demo");
  await expect(log.lines.filter({ hasText: /red run U\+202Egpj\.exe$/ })).toBeVisible();
  await page.getByLabel("Time of arrival").check();
  await expect(log.lines.filter({ hasText: /\d\d:\d\d:\d\d\.\d{3}red run/ })).toBeVisible();

  const plain = await log.download(".log");
  expect(plain.name).toBe("demo-boot-1.log");
  expect(plain.text).toContain("\u001b[1;31mred\u001b[0m run \u202egpj.exe");
  const cast = await log.download(".cast");
  expect(cast.name).toBe("demo-boot-1.cast");
  const [header = "", ...events] = cast.text.trimEnd().split("\n");
  expect(JSON.parse(header)).toMatchObject({ version: 2, width: 80, height: 24, title: "demo, boot 1" });
  const written = events.map((event) => (JSON.parse(event) as [number, string, string])[2]).join("");
  expect(written).toBe(plain.text);
});

test("a boot is played, paused and sought in, in a terminal that takes no keys", async ({ page }) => {
  const log = new ConsoleLog(page, "demo");
  await log.open();
  await page.getByRole("button", { name: "Play", exact: true }).click();
  const player = page.getByRole("region", { name: "Playing demo, boot 1" });
  await expect(player.locator(".xterm-rows")).toContainText("Linux version");
  await player.getByRole("button", { name: "Pause" }).click();
  const position = player.getByRole("slider", { name: "Position" });
  await position.focus();
  await page.keyboard.press("End");
  await expect(player.locator(".xterm-rows")).toContainText("demo:/#");
  await page.keyboard.press("Home");
  await expect(player.locator(".xterm-rows")).not.toContainText("demo:/#");
  await player.getByLabel("Speed").selectOption("16");
  await player.getByRole("button", { name: "Play" }).click();
  await expect(player.locator(".xterm-rows")).toContainText("demo:/#");
  await expect(player.getByRole("button", { name: "Play" })).toBeVisible();
});

test("clearing the log asks by name, and then nothing of it is left", async ({ page, instances }) => {
  const name = await instances.create();
  const log = new ConsoleLog(page, name);
  await log.open();
  await expect(log.lines.filter({ hasText: "READY" })).toBeVisible();
  await page.getByRole("button", { name: "Clear log…" }).click();
  const dialog = page.getByRole("alertdialog", { name: `Clear the log of ${name}?` });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(log.lines.filter({ hasText: "READY" })).toBeVisible();
  await page.getByRole("button", { name: "Clear log…" }).click();
  await dialog.getByRole("button", { name: "Clear the log" }).click();
  await expect(log.lines.filter({ hasText: "READY" })).toHaveCount(0);
});

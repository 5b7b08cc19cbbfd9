import { expect, test } from "../test.ts";
import { Console } from "../user/console.ts";
import { InstancePage } from "../user/instance-page.ts";

test("a stopped guest is started from its console and watched from its first byte", async ({
  page,
  instances,
}) => {
  const name = await instances.create({ start: false });
  const console = new Console(page, name);
  await console.visit();
  await expect(console.statusLine("attached, the instance is off")).toBeVisible();
  await console.button("Start and watch it boot").click();
  await console.expectText("READY");
  expect(await console.text()).toMatch(/^(── boot 1 [^\n]*\n)?\S/);
});

test("of a guest that crashed the last lines are shown as text, and it can be started", async ({
  page,
  api,
  instances,
}) => {
  const name = await instances.create();
  const { runtime } = await api.instance(name);
  process.kill(runtime?.pid ?? 0, "SIGKILL");
  const console = new Console(page, name);
  await console.visit();
  await new InstancePage(page, name).expectState("crashed");
  await expect(page.getByRole("region", { name: `Last lines of ${name}` })).toContainText("READY");
  await console.button("Start and watch it boot").click();
  await console.expectLive();
  await console.expectText(/READY[^]*READY/);
});

test("an instance without a serial port is given one", async ({ page, api, instances }) => {
  const name = await instances.create({ start: false });
  await api.mutate("instances.update", { instance: name, spec: { ...(await api.specOf(name)), serial: [] } });
  const console = new Console(page, name);
  await console.visit();
  await expect(page.getByText(`${name} has no serial port`)).toBeVisible();
  await page.getByRole("button", { name: "Add a serial port" }).click();
  await console.button("Start and watch it boot").click();
  await console.expectText("READY");
});

test("of two serial ports each has its console, and the address says which", async ({
  page,
  api,
  instances,
}) => {
  const name = await instances.create({ start: false });
  const serial = [{ log: true }, { log: true }];
  await api.mutate("instances.update", { instance: name, spec: { ...(await api.specOf(name)), serial } });
  await api.run("instances.start", { instance: name });
  const console = new Console(page, name);
  await console.open();
  await console.expectText("READY");
  await page.getByLabel("Serial port").selectOption("ttyS1, COM2: what the guest puts there");
  await expect(page).toHaveURL(/port=1/);
  await console.expectLive();
  expect(await console.text()).toBe("");
  await page.getByLabel("Serial port").selectOption("ttyS0, COM1: firmware and kernel");
  await console.expectText("READY");
});

test("a paste that the guest does not take is held, and goes on or stops as one says", async ({ page }) => {
  const console = new Console(page, "demo");
  await console.open();
  await console.enter("stty -echo; cat >/dev/null; stty echo");
  await console.button("Paste").click();
  const paste = page.getByRole("form", { name: "Paste" });
  await paste.getByRole("textbox").fill("one\ntwo\nthree\nfour\nfive\n");
  await paste.getByRole("button", { name: "Type it" }).click();
  await expect(paste.getByRole("status")).toContainText("demo does not answer");
  await paste.getByRole("button", { name: "Stop" }).click();
  await expect(paste.getByRole("textbox")).toHaveValue("four\nfive\n");
  await paste.getByRole("button", { name: "Close" }).click();
  await page.keyboard.press("Control+d");
  await console.enter("echo taken $((60+6))");
  await console.expectText("taken 66");
});

test("a paste ends when somebody takes the keyboard over, and what was not typed is kept", async ({
  page,
  context,
}) => {
  const console = new Console(page, "demo");
  await console.open();
  await console.enter("stty -echo; cat >/dev/null; stty echo");
  await console.button("Paste").click();
  const paste = page.getByRole("form", { name: "Paste" });
  await paste.getByRole("textbox").fill("one\ntwo\nthree\nfour\nfive\n");
  await paste.getByRole("button", { name: "Type it" }).click();
  await expect(paste.getByRole("status")).toContainText("demo does not answer");
  const second = new Console(await context.newPage(), "demo");
  await second.open();
  await second.button("Take over").click();
  await second.pressKey("Ctrl-D");
  await second.expectText(/stty echo\s+demo:\/#$/);
  await expect(paste.getByRole("textbox")).toHaveValue("four\nfive\n");
  await expect(paste.getByRole("button", { name: "Type it" })).toHaveAttribute("aria-disabled", "true");
});

test("several lines pasted into the terminal are shown before they are typed", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const console = new Console(page, "demo");
  await console.open();
  await page.evaluate(() => navigator.clipboard.writeText("echo pasted $((70+7))\necho \u001b[31mtwice\n"));
  await console.frame.click();
  await page.keyboard.press("Control+Shift+V");
  const paste = page.getByRole("form", { name: "Paste" });
  await expect(paste.getByText("1 control character left out.")).toBeVisible();
  await paste.getByRole("button", { name: "Type it" }).click();
  await console.expectText(/pasted 77[^]*\[31mtwice/);
});

import { killAgent } from "../harness/dead-agent.ts";
import { Fleet } from "../harness/fleet.ts";
import { expect, test } from "../test.ts";
import { CreateForm } from "../user/create-form.ts";
import { InstanceList } from "../user/instance-list.ts";
import { InstancePage } from "../user/instance-page.ts";
import { Keyboard } from "../user/keyboard.ts";
import { Palette } from "../user/palette.ts";
import { openSettled } from "../user/settled.ts";
import { Shell } from "../user/shell.ts";

test.describe("of a thousand instances", () => {
  test("few rows exist, the keyboard reaches the last one, and the list follows while fifty change at a time", async ({
    page,
    api,
  }) => {
    test.setTimeout(300_000);
    await using fleet = await Fleet.create(api, 1000);
    const list = new InstanceList(page);
    const keyboard = new Keyboard(page);
    const last = fleet.names.at(-1) ?? "";
    await list.open();
    await expect(list.table).toHaveAttribute("aria-rowcount", /^10\d\d$/);
    const rows = () => list.table.getByRole("row").count();
    expect(await rows()).toBeLessThan(120);

    await keyboard.press("j", "End");
    await expect(list.row(last)).toBeFocused();
    await expect(list.row(last)).toBeInViewport();
    expect(await rows()).toBeLessThan(120);
    await keyboard.press("k");
    await expect(list.row(fleet.names.at(-2) ?? "")).toBeFocused();
    await keyboard.press("x");
    await expect(page.getByRole("toolbar", { name: "With 1 chosen instance" })).toBeVisible();

    const changed = fleet.names.slice(-50);
    const changing = fleet.change(changed, 3);
    await keyboard.press("j");
    await expect(list.row(last)).toBeFocused();
    await changing;
    await expect(list.row(last).getByRole("cell").nth(4)).toHaveText("3");

    await keyboard.press("Enter");
    await new InstancePage(page, last).expectHere();
    await page.goBack();
    await expect(page.getByRole("toolbar", { name: "With 1 chosen instance" })).toBeVisible();
    await page.close();
  });
});

test("order, filter and selection survive a reload; columns are remembered", async ({ page, instances }) => {
  const [small, large] = [
    await instances.create({ start: false }),
    await instances.create({ start: false, memoryMiB: 32 }),
  ];
  const list = new InstanceList(page);
  await list.open();
  await list.table.getByRole("button", { name: "Memory" }).click();
  await expect(list.table.getByRole("columnheader", { name: "Memory" })).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await list.table.getByRole("button", { name: "Memory" }).click();
  await page.getByRole("searchbox", { name: "Filter by name or uuid" }).fill("t-");
  await page.getByRole("checkbox", { name: `Select ${small}` }).check();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Host" }).click();
  await expect(list.table.getByRole("columnheader", { name: "Host" })).toBeHidden();

  await page.reload();
  await expect(list.table.getByRole("columnheader", { name: "Memory" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  await expect(list.table.getByRole("row").nth(1)).toContainText(large);
  await expect(page.getByRole("checkbox", { name: `Select ${small}` })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: `Select ${large}` })).not.toBeChecked();
  await expect(list.table.getByRole("columnheader", { name: "Host" })).toBeHidden();
  await page.close();
});

test("one verb for several: each has its result, and a reason where it could not be", async ({
  page,
  api,
  instances,
}) => {
  const stopped = await instances.create({ start: false });
  const running = await instances.create();
  const list = new InstanceList(page);
  await list.open();
  for (const name of [stopped, running]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  const bar = page.getByRole("toolbar", { name: "With 2 chosen instances" });
  await expect(bar.getByRole("button", { name: "Resume" })).toHaveAttribute("aria-description", /.+/);
  await bar.getByRole("button", { name: "Start" }).click();
  const results = page.getByRole("list", { name: "Start 2 instances, each" });
  await expect(results.getByRole("listitem").filter({ hasText: stopped })).toContainText("done");
  await expect(results.getByRole("listitem").filter({ hasText: running })).toContainText(
    /left out.*already running/,
  );
  expect((await api.instance(stopped)).state).toBe("running");

  await bar.getByRole("button", { name: "Force stop" }).click();
  const question = page.getByRole("alertdialog", { name: "Force stop 2 instances?" });
  await expect(question).toContainText(stopped);
  await expect(question).toContainText(running);
  await question.getByRole("button", { name: "Force stop" }).click();
  await list.expectRow(running, { state: "stopped" });
  await list.expectRow(stopped, { state: "stopped" });
  await page.close();
});

test("the other mouse button offers what the menu of the row does, with reasons", async ({
  page,
  instances,
}) => {
  const name = await instances.create({ start: false });
  const list = new InstanceList(page);
  await list.open();
  await list.row(name).click({ button: "right", position: { x: 200, y: 10 } });
  const menu = page.getByRole("menu");
  await expect(menu.getByRole("menuitem", { name: /^Pause/ })).toContainText("Cannot pause");
  await expect(menu.getByRole("menuitem", { name: "Open console" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await new Keyboard(page).press("j");
  await list.row(name).focus();
  await page.keyboard.press("Shift+F10");
  await menu.getByRole("menuitem", { name: "Start", exact: true }).click();
  await list.expectRow(name, { state: "running" });
  await list.choose(name, "Force stop");
  await page.getByRole("alertdialog").getByRole("button", { name: "Force stop" }).click();
  await list.expectRow(name, { state: "stopped" });
  await page.close();
});

test("the palette goes to pages and instances, acts on the present one, and says why it cannot", async ({
  page,
  instances,
}) => {
  const name = await instances.create({ start: false });
  const palette = new Palette(page);
  await openSettled(page, "/");
  await palette.go("Operations");
  await new Shell(page).expectPage("Operations");
  await palette.go(name);
  const instance = new InstancePage(page, name);
  await instance.expectHere();
  await palette.open();
  await palette.field.fill("pause");
  await expect(palette.entries.first()).toContainText("Cannot pause");
  await page.keyboard.press("Enter");
  await expect(palette.field).toBeVisible();
  await palette.field.fill(`start ${name}`);
  await page.keyboard.press("Enter");
  await instance.expectState("running");
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys).toContainText("Ctrl K");
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await page.close();
});

test("a session that ends in the middle of a form is begun again in place, and nothing of the form is lost", async ({
  page,
  api,
  complaints,
}) => {
  complaints.expect(/status of 401/, /WebSocket/);
  const form = new CreateForm(page);
  await form.open();
  await form.fill({ Name: "half-typed", "Memory (MiB)": "96" });
  const { sessions } = await api.query<{ sessions: readonly { id: string }[] }>("auth.sessions");
  for (const { id } of sessions) await api.mutate("auth.endSession", { id });
  const again = page.getByRole("dialog", { name: "Sign in to Gantry again" });
  await expect(again).toBeVisible();
  await again.getByLabel("Token").fill("wrong");
  await page.keyboard.press("Enter");
  await expect(again.getByRole("alert")).toContainText("not known");
  await again.getByLabel("Token").fill(api.token);
  await page.keyboard.press("Enter");
  await expect(again).toBeHidden();
  await expect(form.field("Name")).toHaveValue("half-typed");
  await expect(form.field("Memory (MiB)")).toHaveValue("96");
});

test("a part of the page that can no longer be fetched says so, and offers to reload", async ({
  page,
  complaints,
}) => {
  complaints.expect(/./);
  await openSettled(page, "/");
  // What a browser meets whose page is older than the agent: the files of its version are gone.
  await page.route("**/_next/static/chunks/*.js", (route) => route.fulfill({ status: 404 }));
  await page.getByRole("checkbox", { name: "Select demo" }).check();
  const failed = page.getByRole("alert").filter({ hasText: "A part of this page could not be fetched" });
  await expect(failed).toBeVisible();
  await page.unroute("**/_next/static/chunks/*.js");
  await failed.getByRole("button", { name: "Reload" }).click();
  await expect(page.getByRole("toolbar", { name: "With 1 chosen instance" })).toBeVisible();
});

test("an agent that comes back as another version says that the page is of the older one", async ({
  page,
  api,
  demo,
  complaints,
}) => {
  complaints.expect(/WebSocket/, /ERR_CONNECTION_REFUSED/, /ERR_FAILED/, /status of 502/);
  let version = "0.0.9";
  await page.route("**/trpc/auth.me*", async (route) => {
    const answer = await route.fetch().catch(() => undefined);
    if (answer === undefined) return route.abort();
    const { result } = (await answer.json()) as { result: { data: object } };
    return route.fulfill({ response: answer, json: { result: { data: { ...result.data, version } } } });
  });
  await openSettled(page, "/");
  await using dead = await killAgent(demo, api, "host-a");
  await expect(page.getByText("The agent does not answer")).toBeVisible();
  version = "0.2.0";
  await dead.revive();
  await expect(page.getByText("The agent is version 0.2.0 now; this page is of 0.0.9.")).toBeVisible();
  await page.unrouteAll({ behavior: "wait" });
});

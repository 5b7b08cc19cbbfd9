import type { Page } from "@playwright/test";
import { expect, test } from "../test.ts";
import { expectAccessible } from "../user/accessible.ts";
import { CreateForm } from "../user/create-form.ts";
import { InstanceList } from "../user/instance-list.ts";
import { InstancePage } from "../user/instance-page.ts";
import { Keyboard } from "../user/keyboard.ts";
import { sidewaysOverflow } from "../user/layout.ts";
import { Palette } from "../user/palette.ts";
import { openSettled } from "../user/settled.ts";
import { Shell } from "../user/shell.ts";

const longest = `a${"-long".repeat(12)}-9`;

/** What lies over a page, one after the other: each is opened, looked at and closed. */
async function eachOverlay(page: Page, name: string, look: (what: string) => Promise<void>): Promise<void> {
  const palette = new Palette(page);
  await openSettled(page, "/");
  await palette.open();
  await palette.field.fill("host");
  await expect(palette.entries.first()).toBeVisible();
  await look("the palette");
  await page.keyboard.press("Escape");
  await expect(palette.field).toBeHidden();

  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys).toBeVisible();
  await look("the keys");
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();

  await new InstanceList(page).row(name).click({ button: "right", position: { x: 120, y: 10 } });
  await expect(page.getByRole("menu")).toBeVisible();
  await look("the menu of a row");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toBeHidden();

  await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  const bar = page.getByRole("toolbar", { name: "With 1 chosen instance" });
  await expect(bar).toBeVisible();
  await look("the bar for several");
  await bar.getByRole("button", { name: "Delete" }).click();
  const question = page.getByRole("alertdialog");
  await expect(question).toBeVisible();
  await look("its question");
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toBeHidden();

  await page.getByRole("button", { name: /^Operations: / }).click();
  await expect(page.getByRole("list", { name: "Newest operations" })).toBeVisible();
  await look("the tray");
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on what lies over a page, in the ${colorScheme} theme`, async ({
    page,
    api,
    instances,
    complaints,
  }) => {
    complaints.expect(/status of 401/, /WebSocket/);
    await page.emulateMedia({ colorScheme });
    const name = await instances.create({ start: false });
    const look = (what: string) => expectAccessible(page, what);
    await eachOverlay(page, name, look);
    const { sessions } = await api.query<{ sessions: readonly { id: string }[] }>("auth.sessions");
    for (const { id } of sessions) await api.mutate("auth.endSession", { id });
    await expect(page.getByRole("dialog", { name: "Sign in to Gantry again" })).toBeVisible();
    await look("signing in again");
  });
}

test.describe("at 200 %", () => {
  // A window of 1440 × 900 that is zoomed to twice its size.
  test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });

  test("nothing that lies over a page is cut, with the longest name there can be", async ({
    page,
    instances,
  }) => {
    await instances.createNamed(longest, { start: false });
    await eachOverlay(page, longest, async (what) => {
      expect.soft(await sidewaysOverflow(page), what).toEqual([]);
      expect.soft(await outsideOf(page), what).toEqual([]);
    });
  });
});

/** Buttons and lines of what is open that can be reached by no scrolling, because they lie outside of the window. */
function outsideOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const open = document.querySelector("[role=dialog], [role=alertdialog], [role=menu]");
    if (open === null) return [];
    const { top, bottom, left, right } = open.getBoundingClientRect();
    const fits = top >= 0 && left >= 0 && bottom <= window.innerHeight && right <= window.innerWidth;
    return fits ? [] : [`${open.role ?? ""} from ${left}, ${top} to ${right}, ${bottom}`];
  });
}

test("the longest name stands whole or with its end cut off in titles, lists, dialogs and the tray, on a phone too", async ({
  page,
  instances,
  api,
}) => {
  await instances.createNamed(longest, { start: false });
  await api.run("instances.start", { instance: longest });
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(viewport);
    const instance = new InstancePage(page, longest);
    await instance.open();
    await new Shell(page).expectDone(`Start ${longest}`);
    expect.soft(await sidewaysOverflow(page), `${viewport.width} wide, its page`).toEqual([]);
    const dialog = await instance.askFor("Force stop");
    expect.soft(await sidewaysOverflow(page), `${viewport.width} wide, the question`).toEqual([]);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    for (const path of ["/", "/operations/", "/audit/", `/instance/?name=${longest}&tab=history`]) {
      await openSettled(page, path);
      await expect(page.getByText(longest).first()).toBeAttached();
      expect.soft(await sidewaysOverflow(page), `${viewport.width} wide, ${path}`).toEqual([]);
    }
  }
});

test("what people write in another direction turns nothing around it", async ({ page, api, instances }) => {
  const name = await instances.create();
  const written = "\u202eגיבוי e\u0301\u0302 of the night";
  await api.mutate("console.startRecording", { instance: name, name: written });
  await openSettled(page, `/instance/?name=${name}&tab=console&view=recordings`);
  const running = page.getByRole("form", { name: /^Recording / });
  const box = async (text: RegExp) => {
    const found = await running.getByText(text).first().boundingBox();
    return found ?? { x: Number.NaN, width: Number.NaN };
  };
  const [title, rest] = [await box(/of the night/), await box(/by admin/)];
  expect(title.x + title.width).toBeLessThanOrEqual(rest.x);
  await running.getByRole("button", { name: /^Stop/ }).click();
  await page.getByRole("button", { name: /^Delete / }).click();
  const question = page.getByRole("alertdialog");
  await expect(question.getByRole("heading")).toHaveText(
    "Delete the recording \u2068U+202Eגיבוי e\u0301\u0302 of the night\u2069?",
  );
  await question.getByRole("button", { name: "Delete" }).click();
  await expect(question).toBeHidden();
});

test("an instance is made and started without the mouse", async ({ page, instances }) => {
  const name = instances.newName();
  const keyboard = new Keyboard(page);
  await openSettled(page, "/");
  await keyboard.use(page.getByRole("button", { name: "Create instance" }));
  const form = new CreateForm(page);
  await keyboard.tabTo(form.field("Name"));
  await keyboard.type(name);
  await keyboard.tabTo(form.field("Memory (MiB)"));
  await keyboard.press("Control+a");
  await keyboard.type("64");
  await keyboard.use(page.getByRole("button", { name: "Create and start" }));
  const instance = new InstancePage(page, name);
  await instance.expectHere();
  await instance.expectState("running");
});

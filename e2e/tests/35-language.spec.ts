import { expect, test } from "../test.ts";
import { expectAccessible } from "../user/accessible.ts";
import { sidewaysOverflow } from "../user/layout.ts";
import { openSettled, settled } from "../user/settled.ts";

/** Pages, each with words that stand on it in German. */
const germanPages = [
  { path: "/hosts/", title: "Hosts", words: "Jetzt verfügbar" },
  { path: "/host/?name=host-a", title: "host-a", words: "Wartung beginnen" },
  { path: "/operations/", title: "Vorgänge", words: / laufen/ },
  { path: "/audit/", title: "Audit", words: "Als JSON exportieren" },
  { path: "/doctor/", title: "Diagnose", words: "Diagnose von host-a" },
  { path: "/settings/", title: "Einstellungen", words: "Token anlegen" },
  { path: "/repair/?instance=demo", title: "demo reparieren", words: "Was bekannt ist" },
  {
    path: "/instance/?name=demo&tab=migrate&target=host-b&step=options",
    title: "demo",
    words: "Zulässige Pause",
  },
  {
    path: "/instance/?name=demo&tab=migrate&target=host-b&step=checks",
    title: "demo",
    words: "Nach host-b migrieren",
  },
  { path: "/instance/?name=demo&tab=history", title: "demo", words: "nicht gut ausgegangen" },
  { path: "/instance/?name=demo&tab=log", title: "demo", words: "was QEMU ausgegeben hat" },
];

test("the pages are in German once somebody chooses it, fit a phone and are accessible, and English again when it is chosen", async ({
  page,
}) => {
  await openSettled(page, "/settings/");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByLabel("Language of the pages").selectOption("Deutsch");
  await expect(page.getByRole("heading", { level: 1, name: "Einstellungen" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");

  await page.setViewportSize({ width: 390, height: 844 });
  for (const { path, title, words } of germanPages) {
    // A page that is loaded anew: the choice is kept in the browser.
    await openSettled(page, path);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(page.locator("body")).toContainText(words);
    await settled(page);
    await expectAccessible(page, path);
    expect.soft(await sidewaysOverflow(page), path).toEqual([]);
  }

  await openSettled(page, "/settings/");
  await page.getByLabel("Sprache der Seiten").selectOption("English");
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("who has chosen no language reads the first one that the browser wants and the product has", async ({
  browser,
  api,
}) => {
  for (const [locale, title] of [
    ["de-AT", "Bei Gantry anmelden"],
    ["pt-BR", "Sign in to Gantry"],
  ] as const) {
    await using context = await browser.newContext({ baseURL: api.url, locale });
    const page = await context.newPage();
    await page.goto("/sign-in/");
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  }
});

import { expect, test } from "../test.ts";
import { expectAccessible } from "../user/accessible.ts";
import { CreateForm } from "../user/create-form.ts";
import { sidewaysOverflow } from "../user/layout.ts";
import { openSettled, settled } from "../user/settled.ts";

/** Pages, each with its title and words that stand on it in German. */
const germanPages = {
  "of the product": [
    { path: "/", title: "Instanzen", words: "Instanz anlegen" },
    { path: "/create/", title: "Instanz anlegen", words: "Beginnt mit" },
    { path: "/create/?view=json", title: "Instanz anlegen", words: "Eingabe von instances.create" },
    { path: "/images/", title: "Abbilder", words: "Abbild hinzufügen" },
    { path: "/hosts/", title: "Hosts", words: "Jetzt verfügbar" },
    { path: "/host/?name=host-a", title: "host-a", words: "Wartung beginnen" },
    { path: "/operations/", title: "Vorgänge", words: / laufen/ },
    { path: "/audit/", title: "Audit", words: "Als JSON exportieren" },
    { path: "/doctor/", title: "Diagnose", words: "Diagnose von host-a" },
    { path: "/settings/", title: "Einstellungen", words: "Token anlegen" },
  ],
  "of an instance": [
    { path: "/instance/?name=demo", title: "demo", words: "Womit QEMU läuft" },
    { path: "/instance/?name=demo&tab=console", title: "demo", words: "Vollbild" },
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
    { path: "/instance/?name=demo&tab=disks", title: "demo", words: "Datenträger einstecken…" },
    { path: "/instance/?name=demo&tab=network", title: "demo", words: "Schnittstelle einstecken…" },
    { path: "/instance/?name=demo&tab=log", title: "demo", words: "was QEMU ausgegeben hat" },
    { path: "/instance/?name=demo&tab=history", title: "demo", words: "nicht gut ausgegangen" },
    { path: "/edit/?name=demo", title: "demo bearbeiten", words: "Serielle Konsole und Maschine" },
    { path: "/repair/?instance=demo", title: "demo reparieren", words: "Was bekannt ist" },
  ],
} as const;

test("the pages are in German once somebody chooses it, after a reload too, and in English again", async ({
  page,
}) => {
  await openSettled(page, "/settings/");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.getByLabel("Language of the pages").selectOption("Deutsch");
  await expect(page.getByRole("heading", { level: 1, name: "Einstellungen" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");

  await openSettled(page, "/hosts/");
  await expect(page.getByRole("columnheader", { name: "Jetzt verfügbar" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");

  await openSettled(page, "/settings/");
  await page.getByLabel("Sprache der Seiten").selectOption("English");
  await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test.describe("in a browser that wants German", () => {
  test.use({ locale: "de-AT", viewport: { width: 390, height: 844 } });

  for (const [which, germans] of Object.entries(germanPages)) {
    test(`the pages ${which} are in German, fit a phone, and axe finds nothing`, async ({ page }) => {
      for (const { path, title, words } of germans) {
        await openSettled(page, path);
        await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
        await expect(page.locator("body")).toContainText(words);
        await settled(page);
        await expectAccessible(page, path);
        expect.soft(await sidewaysOverflow(page), path).toEqual([]);
      }
    });
  }

  test("the form that makes an instance is in German, and says in German what is to be corrected", async ({
    page,
  }) => {
    const form = new CreateForm(page);
    await openSettled(page, "/create/");
    await form.choose("Beginnt mit", "einem leeren Datenträger");
    await expect(form.field("Größe (GiB)")).toHaveValue("10");
    await form.field("Dem Gast erste Anweisungen auf einer CD mitgeben").check();
    await form.fill({ Benutzerdaten: "#cloud-config\npackages: nginx\npakages: [nginx]\n" });
    await expect(page.getByRole("list", { name: "Warnungen zu den Benutzerdaten" })).toContainText(
      "Zeile 3, pakages: hier nicht bekannt und nicht geprüft; ist packages gemeint?",
    );
    await page.getByText("Befehl zeigen").click();
    await page.getByRole("button", { name: "Anlegen", exact: true }).click();
    await expect(form.refusal).toContainText("Noch nicht gesendet: 2 Felder sind zu berichtigen.");
    await form.expectFault("Benutzerdaten", /Zeile 2, packages: .*Liste/);
    await expectAccessible(page, "a refused form");
    expect(await sidewaysOverflow(page)).toEqual([]);
  });
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

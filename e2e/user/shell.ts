import { expect, type Locator, type Page } from "@playwright/test";

/** What is around every page: rail, account menu, operations tray. */
export class Shell {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Follows a link of the rail. */
  async go(name: "Instances" | "Hosts" | "Operations" | "Audit" | "Doctor"): Promise<void> {
    await this.rail.getByRole("link", { name, exact: true }).click();
    await this.expectPage(name);
  }

  /** The rail with the pages and the tree of hosts. */
  get rail(): Locator {
    return this.#page.getByRole("navigation", { name: "Pages and instances" });
  }

  /** The title that every page has. */
  async expectPage(title: string): Promise<void> {
    await expect(this.#page.getByRole("heading", { level: 1, name: title, exact: true })).toBeVisible();
    await expect(this.#page).toHaveTitle(`${title} · Gantry`);
  }

  /** Opens the menu with the account and the theme. */
  async openAccountMenu(): Promise<Locator> {
    await this.#page.getByRole("button", { name: "Account and theme" }).click();
    const menu = this.#page.getByRole("menu");
    await expect(menu).toBeVisible();
    return menu;
  }

  async chooseTheme(name: "Light" | "Dark" | "As the system"): Promise<void> {
    const menu = await this.openAccountMenu();
    await menu.getByRole("menuitemcheckbox", { name }).click();
  }

  async signOut(): Promise<void> {
    const menu = await this.openAccountMenu();
    await menu.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(this.#page.getByRole("heading", { name: "Sign in to Gantry" })).toBeVisible();
  }

  /** The one line along the bottom. */
  get newestOperation(): Locator {
    return this.#page.getByRole("button", { name: /^Operations: / });
  }

  /** Waits until the tray tells that this has ended well. */
  async expectDone(operation: string): Promise<void> {
    await expect(this.newestOperation).toHaveAccessibleName(new RegExp(`^Operations: ${operation}: done`));
  }

  /** Refusals stand above the tray until they are dismissed. */
  get refusals(): Locator {
    return this.#page.getByRole("list", { name: "Refused" }).getByRole("listitem");
  }
}

import { expect, type Locator, type Page } from "@playwright/test";

/** The list of all instances. */
export class InstanceList {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    await this.#page.goto("/");
    await expect(this.table).toBeVisible();
  }

  get table(): Locator {
    return this.#page.getByRole("table", { name: "Instances" });
  }

  /** The row of one instance. */
  row(name: string): Locator {
    return this.table.getByRole("row").filter({ has: this.#page.getByRole("link", { name, exact: true }) });
  }

  /** What the row says of it. */
  async expectRow(name: string, facts: { state?: string; host?: string }): Promise<void> {
    const row = this.row(name);
    if (facts.state !== undefined) await expect(row.getByRole("cell").nth(2)).toHaveText(facts.state);
    if (facts.host !== undefined) await expect(row.getByRole("link", { name: facts.host })).toBeVisible();
  }

  /** Opens the page of an instance. */
  async follow(name: string): Promise<void> {
    await this.row(name).getByRole("link", { name, exact: true }).click();
  }

  /** Chooses from the menu of a row. */
  async choose(name: string, item: string): Promise<void> {
    await this.row(name)
      .getByRole("button", { name: `Actions for ${name}` })
      .click();
    await this.#page.getByRole("menu").getByRole("menuitem", { name: item, exact: true }).click();
  }
}

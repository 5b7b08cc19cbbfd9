import { expect, type Locator, type Page } from "@playwright/test";

/** The tabs Disks and Network of an instance's page. */
export class DevicesTab {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens the menu of a disk, an interface or a snapshot and takes an entry of it. */
  async choose(thing: string, entry: string): Promise<Locator> {
    await this.#page.getByRole("button", { name: `Actions for ${thing}`, exact: true }).click();
    await this.#page.getByRole("menuitem", { name: entry }).click();
    return await this.dialog();
  }

  /** Presses a button of a panel that opens a dialog. */
  async press(name: string): Promise<Locator> {
    await this.#page.getByRole("button", { name, exact: true }).click();
    return await this.dialog();
  }

  /** The dialog that is open. */
  async dialog(): Promise<Locator> {
    const dialog = this.#page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    return dialog;
  }

  /** Presses the button that does it, and waits until it is done. */
  async confirm(dialog: Locator, verb: string): Promise<void> {
    await dialog.getByRole("button", { name: verb, exact: true }).click();
    await expect(dialog).toBeHidden();
  }

  /** A row of a table, by what stands in it. */
  row(table: string, text: string): Locator {
    return this.#page.getByRole("table", { name: table }).getByRole("row").filter({ hasText: text });
  }
}

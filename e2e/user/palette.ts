import { expect, type Locator, type Page } from "@playwright/test";

/** The box that goes anywhere and does anything by a few letters. */
export class Palette {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    await this.#page.keyboard.press("Control+k");
    await expect(this.field).toBeFocused();
  }

  get field(): Locator {
    return this.#page.getByRole("combobox", { name: "Go to or do" });
  }

  /** The lines that match what was typed. */
  get entries(): Locator {
    return this.#page.getByRole("listbox", { name: "Matches" }).getByRole("option");
  }

  /** Types and takes the first match. */
  async go(text: string): Promise<void> {
    await this.open();
    await this.field.fill(text);
    await expect(this.entries.first()).toContainText(text);
    await this.#page.keyboard.press("Enter");
    await expect(this.field).toBeHidden();
  }
}

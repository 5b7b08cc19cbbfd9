import { expect, type Locator, type Page } from "@playwright/test";

const mostTabs = 80;

/** A user without a mouse. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Presses Tab until the control has the focus. */
  async tabTo(control: Locator): Promise<void> {
    await expect(control).toBeVisible();
    for (let tabs = 0; tabs < mostTabs; tabs += 1) {
      if (await control.evaluate((element) => element === document.activeElement)) return;
      await this.press("Tab");
    }
    throw new Error(`${mostTabs} times Tab did not reach ${String(control)}.`);
  }

  /** Reaches a button or link and presses it. */
  async use(control: Locator): Promise<void> {
    await this.tabTo(control);
    await this.press("Enter");
  }

  /** Chooses one of a group of radio buttons: Tab reaches the group, the arrows walk in it. */
  async choose(radio: Locator): Promise<void> {
    await this.tabTo(this.#page.getByRole("radio").first());
    for (let steps = await this.#page.getByRole("radio").count(); steps > 0; steps -= 1) {
      if (await radio.evaluate((element) => element === document.activeElement)) break;
      await this.press("ArrowDown");
    }
    await this.press("Space");
    await expect(radio).toBeChecked();
  }
}

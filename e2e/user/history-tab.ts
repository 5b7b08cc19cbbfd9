import type { Locator, Page } from "@playwright/test";

/** The tabs History and Log of an instance's page. */
export class HistoryTab {
  readonly #page: Page;
  readonly #name: string;

  constructor(page: Page, name: string) {
    this.#page = page;
    this.#name = name;
  }

  /** A line of the history, by what stands in it. */
  row(text: string | RegExp): Locator {
    return this.#page
      .getByRole("table", { name: `History of ${this.#name}` })
      .getByRole("row")
      .filter({ hasText: text });
  }

  /** The lines of the log. */
  get lines(): Locator {
    return this.#page.getByRole("list", { name: `Log of ${this.#name}` }).getByRole("listitem");
  }

  async show(kind: string): Promise<void> {
    await this.#page.getByLabel("Show").selectOption(kind);
  }

  async find(text: string): Promise<void> {
    await this.#page.getByLabel("Find").fill(text);
  }
}

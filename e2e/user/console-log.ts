import { expect, type Locator, type Page } from "@playwright/test";

/** The log of an instance's console, as text of the page. */
export class ConsoleLog {
  readonly #page: Page;
  readonly #instance: string;

  constructor(page: Page, instance: string) {
    this.#page = page;
    this.#instance = instance;
  }

  async open(): Promise<void> {
    await this.#page.goto(`/instance/?name=${this.#instance}&tab=console&view=log`);
    await expect(this.region).toBeVisible();
  }

  get region(): Locator {
    return this.#page.getByRole("region", { name: `Log of ${this.#instance}` });
  }

  /** The lines in sight. */
  get lines(): Locator {
    return this.region.getByRole("table").getByRole("row");
  }

  /** The line that the address names. */
  get shownLine(): Locator {
    const { hash } = new URL(this.#page.url());
    const line = new URLSearchParams(hash.slice(1)).get("line") ?? "";
    return this.region.locator(`[data-line="${line}"]`);
  }

  /** Where the sought text was found. */
  get hits(): Locator {
    return this.#page.getByRole("region", { name: `Found in ${this.#instance}` }).getByRole("link");
  }

  async expectBoots(count: number): Promise<void> {
    await expect(this.region.getByLabel("Boot").getByRole("option")).toHaveCount(count);
  }

  /** Searches all boots. */
  async find(text: string): Promise<void> {
    await this.region.getByLabel("Find in all boots").fill(text);
    await this.region.getByRole("button", { name: "Find", exact: true }).click();
  }

  /** Takes a download; its name and text. */
  async download(kind: ".log" | ".cast"): Promise<{ name: string; text: string }> {
    const begun = this.#page.waitForEvent("download");
    await this.region.getByRole("button", { name: `Download ${kind}` }).click();
    const download = await begun;
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString() };
  }
}

import { expect, type Locator, type Page } from "@playwright/test";

/** The form that makes an instance, and the same that changes one. */
export class CreateForm {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    await this.#page.goto("/create/");
    await expect(this.field("Name")).toBeVisible();
  }

  /** Opens the form that changes an instance, from the instance's page. */
  async edit(name: string): Promise<void> {
    await this.#page.goto(`/instance/?name=${name}`);
    await this.#page.getByRole("button", { name: "Edit", exact: true }).click();
    await expect(this.field("vCPUs")).toBeVisible();
  }

  /** A field of the form by its label. */
  field(label: string): Locator {
    return this.#page.getByRole("main").getByLabel(label, { exact: true });
  }

  async fill(values: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(values)) await this.field(label).fill(value);
  }

  async choose(label: string, option: string): Promise<void> {
    await this.field(label).selectOption({ label: option });
  }

  /** A disk that exists already. */
  async addExistingDisk(path: string, format: "raw" | "qcow2"): Promise<void> {
    await this.#page.getByRole("button", { name: "Add disk" }).click();
    await this.choose("Disk source", "existing file");
    await this.fill({ File: path });
    await this.choose("Format", format);
  }

  async removeInterface(): Promise<void> {
    await this.#page.getByRole("button", { name: "Remove interface 1" }).click();
  }

  async create(): Promise<void> {
    await this.#page.getByRole("button", { name: "Create", exact: true }).click();
  }

  async createAndStart(): Promise<void> {
    await this.#page.getByRole("button", { name: "Create and start" }).click();
  }

  async save(): Promise<void> {
    await this.#page.getByRole("button", { name: "Save", exact: true }).click();
  }

  /** What the form says that it carries along without a control for it. */
  kept(facts: string): Locator {
    return this.#page.getByText(`Kept as it is: ${facts}.`);
  }

  /** A field says what is wrong with it. */
  async expectFault(label: string, words: RegExp): Promise<void> {
    const field = this.field(label);
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(words);
  }

  /** What stands above the form when it was not accepted. */
  get refusal(): Locator {
    return this.#page.getByRole("main").getByRole("alert");
  }
}

import { expect, type Locator, type Page } from "@playwright/test";
import { openSettled } from "./settled.ts";

/** The page with the images of all hosts. */
export class ImagesPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(): Promise<void> {
    await openSettled(this.#page, "/images/");
  }

  /** Sends a file of the browser's machine, and waits until the image is in the library. */
  async upload(file: string, name: string, timeout = 30_000): Promise<void> {
    await this.#page.getByLabel("From", { exact: true }).selectOption({ label: "this machine" });
    await this.#page.getByLabel("File", { exact: true }).setInputFiles(file);
    await this.#page.getByLabel("Image name", { exact: true }).fill(name);
    await this.#page.getByRole("button", { name: "Upload", exact: true }).click();
    await expect(this.#page.getByRole("status").filter({ hasText: `${name} is on its way` })).toBeVisible({
      timeout,
    });
    await expect(this.row(name)).toBeVisible({ timeout });
  }

  row(name: string): Locator {
    return this.#page.getByRole("row").filter({ hasText: name });
  }

  async remove(name: string): Promise<void> {
    const remove = this.#page.getByRole("button", { name: `Delete image ${name}` });
    await expect(remove).not.toHaveAttribute("aria-disabled", "true");
    await remove.click();
    await this.#page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
    await expect(this.row(name)).toBeHidden();
  }
}

import { expect, type Page } from "@playwright/test";

/** What a user does at the door. */
export class SignInPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens the page without a link. */
  async open(): Promise<void> {
    await this.#page.goto("/sign-in/");
    await expect(this.#page.getByRole("heading", { name: "Sign in to Gantry" })).toBeVisible();
  }

  /** Opens a one-time link, as printed by `npm start`. */
  async openLink(url: string): Promise<void> {
    await this.#page.goto(url);
  }

  /** Pastes a token and presses the button. */
  async useToken(token: string): Promise<void> {
    await this.#page.getByLabel("Token").fill(token);
    await this.#page.getByRole("button", { name: "Sign in" }).click();
  }

  /** The refusal, in words. */
  async expectRefused(words: RegExp): Promise<void> {
    await expect(this.#page.getByRole("alert").filter({ hasText: "Not signed in" })).toContainText(words);
  }
}

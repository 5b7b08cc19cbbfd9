import { expect, type Locator, type Page } from "@playwright/test";
import { openSettled } from "./settled.ts";

/** The page of a host, with its maintenance. */
export class HostPage {
  readonly #page: Page;
  readonly #name: string;

  constructor(page: Page, name: string) {
    this.#page = page;
    this.#name = name;
  }

  async open(): Promise<void> {
    await openSettled(this.#page, `/host/?name=${this.#name}`);
  }

  /** Opens the plan and waits until every host has answered. */
  async plan(): Promise<void> {
    await this.button("Plan an evacuation").click();
    await expect(this.button("Check again")).not.toHaveAttribute("aria-busy", "true");
  }

  /** One line of the plan, in its class. */
  planned(title: string, instance: string): Locator {
    return this.#page
      .getByRole("list", { name: title })
      .getByRole("listitem")
      .filter({ has: this.#page.getByRole("link", { name: instance, exact: true }) });
  }

  /** Chooses something else for one instance. */
  async choose(instance: string, what: string | RegExp): Promise<void> {
    const select = this.#page.getByLabel(`What becomes of ${instance}`);
    const label = await select.getByRole("option", { name: what }).first().textContent();
    await select.selectOption({ label: label ?? "" });
  }

  /** What became of one instance. */
  outcome(instance: string): Locator {
    return this.#page
      .getByRole("list", { name: "Instances of the evacuation" })
      .getByRole("listitem")
      .filter({ has: this.#page.getByRole("link", { name: instance, exact: true }) });
  }

  button(name: string | RegExp): Locator {
    return this.#page.getByRole("main").getByRole("button", { name, exact: typeof name === "string" });
  }

  /** The host in the rail, by the state that it has. */
  inRail(state: string): Locator {
    return this.#page
      .getByRole("navigation", { name: "Pages and instances" })
      .getByRole("link", { name: `${this.#name} ${state}`, exact: true });
  }
}

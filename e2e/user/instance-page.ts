import { expect, type Locator, type Page } from "@playwright/test";

type PowerVerb = "Start" | "Stop" | "Force stop" | "Reboot" | "Reset" | "Pause" | "Resume";

/** The page of one instance: state and power in its header, and its tabs. */
export class InstancePage {
  readonly #page: Page;
  readonly name: string;

  constructor(page: Page, name: string) {
    this.#page = page;
    this.name = name;
  }

  async open(tab?: "console" | "migrate" | "disks" | "network" | "log" | "history"): Promise<void> {
    await this.#page.goto(`/instance/?name=${this.name}${tab === undefined ? "" : `&tab=${tab}`}`);
    await this.expectHere();
  }

  async expectHere(): Promise<void> {
    await expect(this.#page.getByRole("heading", { level: 1, name: this.name, exact: true })).toBeVisible();
  }

  /** The state in the header, such as "running". */
  async expectState(state: string): Promise<void> {
    await expect(this.state).toHaveText(new RegExp(`^${state}\\b`));
  }

  get state(): Locator {
    return this.#page.getByTestId("instance-state");
  }

  /** The host that the header names. */
  async expectOn(host: string): Promise<void> {
    await expect(this.#page.getByRole("banner").getByRole("link", { name: host, exact: true })).toBeVisible();
  }

  async showTab(name: "Overview" | "Console" | "Migrate"): Promise<void> {
    await this.#page.getByRole("tab", { name, exact: true }).click();
    await expect(this.#page.getByRole("tabpanel", { name })).toBeVisible();
  }

  /** A button of the power group. */
  power(verb: PowerVerb): Locator {
    return this.#page.getByRole("banner").getByRole("button", { name: verb, exact: true });
  }

  async press(verb: PowerVerb): Promise<void> {
    await this.power(verb).click();
  }

  /** Takes an entry of the menu beside the power group. */
  async choose(entry: "Suspend" | "Delete"): Promise<void> {
    await this.#page.getByRole("button", { name: `More for ${this.name}` }).click();
    await this.#page.getByRole("menuitem", { name: entry }).click();
  }

  /** Asks for what cannot be taken back; the dialog stays open. */
  async askFor(verb: PowerVerb | "Delete"): Promise<Locator> {
    if (verb === "Delete") await this.choose(verb);
    else await this.press(verb);
    const dialog = this.#page.getByRole("alertdialog", { name: `${verb} ${this.name}?` });
    await expect(dialog).toBeVisible();
    return dialog;
  }

  /** Does what cannot be taken back. */
  async insist(verb: PowerVerb | "Delete"): Promise<void> {
    const dialog = await this.askFor(verb);
    await dialog.getByRole("button", { name: verb, exact: true }).click();
    await expect(dialog).toBeHidden();
  }
}

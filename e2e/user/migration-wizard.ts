import { expect, type Locator, type Page } from "@playwright/test";

/** The five steps of moving an instance: target, options, checks, run, result. */
export class MigrationWizard {
  readonly #page: Page;
  readonly #instance: string;

  constructor(page: Page, instance: string) {
    this.#page = page;
    this.#instance = instance;
  }

  async open(): Promise<void> {
    await this.#page.goto(`/instance/?name=${this.#instance}&tab=migrate`);
    await this.expectStep("Target");
  }

  async expectStep(title: "Target" | "Options" | "Checks" | "Run" | "Result"): Promise<void> {
    const steps = this.#page.getByRole("list", { name: "Steps of the migration" });
    await expect(steps.locator("[aria-current=step]")).toContainText(title);
  }

  /** A host in the list of targets. */
  target(host: string): Locator {
    return this.#page.getByRole("radio", { name: host, exact: true });
  }

  async chooseTarget(host: string): Promise<void> {
    // The choice lives in the address: the mark follows the click, it does not come with it.
    await this.target(host).click();
    await expect(this.target(host)).toBeChecked();
    await this.next();
    await this.expectStep("Options");
  }

  async next(): Promise<void> {
    await this.#page.getByRole("button", { name: "Next" }).click();
  }

  /** On the options: which disks go along, and where to. */
  async copyDisks(disks: readonly string[], directory: string): Promise<void> {
    await this.#page.getByRole("combobox", { name: "Disks to copy" }).selectOption("Copy these");
    for (const disk of disks) {
      await this.#page.getByRole("checkbox", { name: disk, exact: true }).click();
      await expect(this.#page.getByRole("checkbox", { name: disk, exact: true })).toBeChecked();
    }
    await this.#page.getByLabel("Directory on the target").fill(directory);
  }

  /** On the options: in MiB a second. */
  async limitBandwidth(mibPerSecond: number): Promise<void> {
    await this.#page.getByLabel("Bandwidth limit (MiB/s)").fill(String(mibPerSecond));
  }

  /** On the options: what follows when it has not moved within so many seconds. */
  async ifNotMovedAfter(seconds: number, choice: RegExp): Promise<void> {
    await this.#page.getByLabel("After (s)").fill(String(seconds));
    const then = this.#page.getByLabel("Then");
    const option = then.getByRole("option").filter({ hasText: choice });
    await then.selectOption({ label: await option.innerText() });
  }

  /** In the result: where a disk is now, and where its former file was kept. */
  async expectDisk(disk: string, { now, kept }: { now: string; kept: string }): Promise<void> {
    const line = this.#page.getByRole("listitem").filter({ hasText: `${disk} is ${now} now.` });
    await expect(line).toContainText(`On ${kept}`);
    await expect(line).toContainText("was kept");
  }

  /** From the options to the checks; waits until both hosts have answered. */
  async check(host: string): Promise<void> {
    await this.next();
    await this.expectStep("Checks");
    await expect(this.startButton(host)).not.toHaveAttribute("aria-disabled", "true");
  }

  startButton(host: string): Locator {
    return this.#page.getByRole("button", { name: `Migrate to ${host}` });
  }

  async start(host: string): Promise<void> {
    await this.startButton(host).click();
  }

  /** The sentence at the end. */
  async expectMoved(from: string, to: string): Promise<void> {
    await this.expectStep("Result");
    await expect(this.#page.getByRole("tabpanel")).toContainText(
      `${this.#instance} moved from ${from} to ${to} and runs there.`,
    );
  }
}

import { expect, type Locator, type Page } from "@playwright/test";

/** The console of an instance, as a person at the keyboard sees it. */
export class Console {
  readonly page: Page;
  readonly #instance: string;

  constructor(page: Page, instance: string) {
    this.page = page;
    this.#instance = instance;
  }

  async open(): Promise<void> {
    await this.visit();
    await this.expectLive();
  }

  /** Goes there, whatever state the instance is in. */
  async visit(): Promise<void> {
    await this.page.goto(`/instance/?name=${this.#instance}&tab=console`);
  }

  async expectLive(): Promise<void> {
    await expect(this.statusLine("live")).toBeVisible();
  }

  get frame(): Locator {
    return this.page.getByRole("region", { name: `Serial console of ${this.#instance}` });
  }

  /** The words below the terminal. */
  statusLine(words: string | RegExp): Locator {
    return this.page.getByRole("tabpanel").getByRole("status").filter({ hasText: words });
  }

  /** A button below the terminal. */
  button(name: string): Locator {
    return this.page.getByRole("tabpanel").getByRole("button", { name, exact: true });
  }

  /** Types with the keyboard, after a click into the terminal. */
  async type(text: string): Promise<void> {
    await expect(this.statusLine("you are typing")).toBeVisible();
    await this.frame.click();
    await this.page.keyboard.type(text);
  }

  /** Types a line. */
  async enter(line: string): Promise<void> {
    await this.type(line);
    await this.page.keyboard.press("Enter");
  }

  /** Presses a key of the on-screen row, which is unfolded if it is not. */
  async pressKey(name: string): Promise<void> {
    const keys = this.page.getByRole("group", { name: "Keys for the guest" });
    if (!(await keys.isVisible())) await this.page.getByRole("button", { name: "Keys", exact: true }).click();
    await keys.getByRole("button", { name, exact: true }).click();
  }

  /** Switches one of the choices behind "Options". */
  async chooseOption(label: string): Promise<void> {
    await this.page.getByRole("button", { name: "Console options" }).click();
    await this.page.getByRole("menuitemcheckbox", { name: label }).click();
  }

  /** Brings the pointer over a word in the terminal. */
  async hover(word: string): Promise<void> {
    const box = await this.frame
      .locator(".xterm-rows")
      .getByText(word)
      .last()
      .evaluate((span, text) => {
        const walker = document.createTreeWalker(span, NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
          const at = node.textContent?.indexOf(text) ?? -1;
          if (at < 0) continue;
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          const { x, y, width, height } = range.getBoundingClientRect();
          return { x: x + width / 2, y: y + height / 2 };
        }
        return undefined;
      }, word);
    if (box === undefined) throw new Error(`"${word}" is not in one piece on the screen.`);
    await this.page.mouse.move(box.x + 30, box.y);
    await this.page.mouse.move(box.x, box.y);
  }

  /** All text of the terminal, whatever draws it: the page offers it for tests. */
  text(): Promise<string> {
    return this.page.evaluate(
      () => (window as Window & { gantryTerminal?: { text(): string } }).gantryTerminal?.text() ?? "",
    );
  }

  /** Waits until the terminal shows this, in milliseconds for as long as the guest may need for it. */
  async expectText(words: string | RegExp, timeout?: number): Promise<void> {
    const message = `the console of ${this.#instance}`;
    const read = expect.poll(() => this.text(), { message, ...(timeout !== undefined && { timeout }) });
    if (typeof words === "string") await read.toContain(words);
    else await read.toMatch(words);
  }

  /** Waits until the boot sector guest has echoed this; its beat, a dot each second, may come between the letters. */
  async expectEcho(letters: string): Promise<void> {
    const withoutBeat = async () => (await this.text()).replaceAll(".", "");
    await expect.poll(withoutBeat, { message: `the console of ${this.#instance}` }).toContain(letters);
  }
}

import type { ConsoleMessage, Page, Request } from "@playwright/test";

/** What a browser complains about while a test runs: console errors, exceptions, requests that failed. */
export class Complaints {
  readonly #heard: string[] = [];
  readonly #expected: RegExp[] = [];

  /** Listens to a page from now on. */
  listenTo(page: Page): void {
    page.on("pageerror", (error) => this.#heard.push(`exception: ${error.stack ?? error.message}`));
    page.on("console", (message) => this.#hearConsole(message));
    page.on("requestfailed", (request) => this.#hearFailed(request));
  }

  /** Complaints that this test brings about on purpose. */
  expect(...patterns: readonly RegExp[]): void {
    this.#expected.push(...patterns);
  }

  /** What was heard and not expected. */
  get unexpected(): readonly string[] {
    return this.#heard.filter((complaint) => !this.#expected.some((pattern) => pattern.test(complaint)));
  }

  #hearConsole(message: ConsoleMessage): void {
    if (message.type() !== "error" && message.type() !== "warning") return;
    const { url } = message.location();
    this.#heard.push(`console ${message.type()}: ${message.text()} (${url})`);
  }

  #hearFailed(request: Request): void {
    const reason = request.failure()?.errorText ?? "";
    // A page that is left gives up what it was still asking for.
    if (reason === "net::ERR_ABORTED") return;
    this.#heard.push(`request failed: ${request.method()} ${request.url()} ${reason}`);
  }
}

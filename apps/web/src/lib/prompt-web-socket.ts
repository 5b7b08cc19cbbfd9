const openWithinMs = 8_000;

/**
 * A WebSocket that tells at once when it is given up. The browser's own waits for the other side to agree to the end,
 * and for as long as minutes for an answer to the upgrade: a host that froze gives neither.
 *
 * A function, not a class at the top of the file: pages are also drawn at build time, where there is no WebSocket.
 */
export function promptWebSocket(): typeof WebSocket {
  return class extends WebSocket {
    #isOver = false;

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      const tooLate = setTimeout(() => this.close(), openWithinMs);
      this.addEventListener("open", () => clearTimeout(tooLate));
      // The first listener, so that the end is told once: by us or by the browser, whoever knows it first.
      this.addEventListener("close", (event) => {
        clearTimeout(tooLate);
        if (this.#isOver) event.stopImmediatePropagation();
        this.#isOver = true;
      });
    }

    override close(code?: number, reason?: string): void {
      super.close(code, reason);
      if (!this.#isOver) this.dispatchEvent(new CloseEvent("close", { code: code ?? 1006 }));
    }
  };
}

import type { Page } from "@playwright/test";

/** Bytes that a page brought over the wire, as Chromium counts them: compressed, headers included. */
export class WireMeter {
  /** By kind of resource, such as `Script` or `Font`. */
  readonly bytesByKind = new Map<string, number>();

  private constructor() {}

  /** Begins to count; what comes from the browser's cache counts nothing. */
  static async attach(page: Page): Promise<WireMeter> {
    const meter = new WireMeter();
    const kinds = new Map<string, string>();
    const session = await page.context().newCDPSession(page);
    session.on("Network.responseReceived", ({ requestId, type }) => kinds.set(requestId, type));
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      const kind = kinds.get(requestId) ?? "Other";
      meter.bytesByKind.set(kind, (meter.bytesByKind.get(kind) ?? 0) + encodedDataLength);
    });
    await session.send("Network.enable");
    return meter;
  }

  get total(): number {
    return [...this.bytesByKind.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Such as `Script 120 kB, Font 30 kB`. */
  describe(): string {
    const parts = [...this.bytesByKind].sort(([, a], [, b]) => b - a);
    return parts.map(([kind, bytes]) => `${kind} ${(bytes / 1000).toFixed(1)} kB`).join(", ");
  }
}

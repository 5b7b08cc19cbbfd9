import type { AgentClient } from "#lib/agent-client.ts";
import type { Arrival, ConsoleBoot } from "@gantry/kvm-core/model";

/** Which boot of which console. Boot 0 is what is kept from before the first boot on record. */
export interface BootChoice {
  readonly instance: string;
  readonly port: number;
  readonly boot: ConsoleBoot;
}

/** A piece of what the guest wrote. */
export interface LogPage {
  readonly from: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly arrivals: readonly Arrival[];
}

const pageBytes = 1024 * 1024;

interface PagesOptions {
  /** First byte wanted; the oldest kept one when absent. */
  readonly from?: number;
  readonly signal?: AbortSignal;
}

/** What the guest wrote in one boot, page after page, to its present end. */
export async function* logPages(
  client: AgentClient,
  { instance, port, boot }: BootChoice,
  { from = boot.oldest, signal }: PagesOptions = {},
): AsyncGenerator<LogPage> {
  const where = { instance, port, ...(boot.n === 0 ? {} : { boot: boot.n }) };
  for (let at = from; ; ) {
    const page = await client.console.log.query(
      {
        ...where,
        from: at,
        maxBytes: boot.n === 0 ? Math.max(1, Math.min(pageBytes, boot.to - at)) : pageBytes,
      },
      signal === undefined ? {} : { signal },
    );
    const bytes = bytesOf(page.data);
    yield { from: page.from, bytes, arrivals: page.arrivals };
    const end = boot.n === 0 ? boot.to : page.end;
    if (page.next >= end || page.next <= at) return;
    at = page.next;
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

import { type Arrival, type ConsoleBoot, maxLogPageBytes } from "@gantry/kvm-core/model";
import type { AgentClient } from "../agent-client/agent-client.ts";

/** A part of a console's kept log. */
export interface LogPart {
  readonly instance: string;
  readonly port: number;
  /** By number, 0 the present one, -1 the one before. Without it all that is kept. */
  readonly boot: number | undefined;
}

/** A piece of it, without a hole. */
export interface LogPiece {
  readonly boot: ConsoleBoot | undefined;
  /** Number of the first byte. */
  readonly from: number;
  readonly bytes: Buffer;
  readonly arrivals: readonly Arrival[];
}

/**
 * The kept log, page by page, so that a long one is never in memory as a whole. Ends where the log ended when it was asked
 * for first, however much the guest writes meanwhile.
 *
 * @returns the number of the byte that follows
 * @throws GantryError `not_found`
 */
export async function* readLog(
  client: AgentClient,
  { instance, port, boot }: LogPart,
  signal: AbortSignal,
): AsyncGenerator<LogPiece, number> {
  let from: number | undefined;
  for (let end: number | undefined; ; ) {
    const page = await client.console.log.query(
      {
        ...{ instance, port, maxBytes: maxLogPageBytes },
        ...(boot === undefined ? {} : { boot }),
        ...(from === undefined ? {} : { from }),
      },
      { signal },
    );
    const { data, arrivals } = page;
    yield { boot: page.boot, from: page.from, bytes: Buffer.from(data, "base64"), arrivals };
    end ??= page.end;
    from = page.next;
    if (from >= end || data === "") return from;
  }
}

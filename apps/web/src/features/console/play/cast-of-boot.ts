import { castHeaderLine, castLine, type CastEvent, CastOutput } from "@gantry/kvm-core/model";
import type { LogPage } from "../log/log-pages.ts";

/** What a boot is played from. */
export interface BootCast {
  readonly title: string;
  /** When the boot began, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly cols: number;
  readonly rows: number;
}

/** The events of a boot, from its pages in their order. */
export async function castEvents(
  { startedAt }: BootCast,
  pages: AsyncIterable<LogPage> | Iterable<LogPage>,
): Promise<CastEvent[]> {
  const output = new CastOutput(startedAt);
  const events: CastEvent[] = [];
  for await (const page of pages) events.push(...output.events(page));
  return events;
}

/** An asciicast v2 file. */
export function castFile(header: BootCast, events: readonly CastEvent[]): string[] {
  return [castHeaderLine(header), ...events.map(castLine)];
}

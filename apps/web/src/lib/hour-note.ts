import { formatTime } from "./format.ts";

const hourMs = 3_600_000;

/** What a chart of the last hour has to say of its beginning: an agent that was started since knows less. */
export function hourNote({ from, until }: { readonly from: number; readonly until: number }): string {
  return until - from >= hourMs ? "last hour" : `since ${formatTime(new Date(from).toISOString())}`;
}

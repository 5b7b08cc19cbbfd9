import { formatTime } from "./format.ts";
import type { Translate } from "./messages/translate.ts";

const hourMs = 3_600_000;

/** What a chart of the last hour has to say of its beginning: an agent that was started since knows less. */
export function hourNote(
  { from, until }: { readonly from: number; readonly until: number },
  t: Translate,
): string {
  return until - from >= hourMs
    ? t("last hour")
    : t("since {time}", { time: formatTime(new Date(from).toISOString(), t) });
}

import type { InstanceLogPage } from "@gantry/kvm-core/model";

/** As much of a log as the page keeps; older bytes are dropped first. */
const mostBytes = 1_048_576;

/** The end of a log as far as it was read: bytes `from` to `next` of the file. */
export interface KeptLog {
  readonly from: number;
  readonly next: number;
  readonly bytes: Uint8Array;
}

/** What was kept with a page behind it. A page that does not follow on begins anew: so did the file. */
export function withPage(kept: KeptLog | undefined, page: InstanceLogPage): KeptLog {
  const news = Uint8Array.from(atob(page.data), (character) => character.charCodeAt(0));
  const before = kept?.next === page.from ? kept.bytes : new Uint8Array();
  const all = new Uint8Array(before.length + news.length);
  all.set(before);
  all.set(news, before.length);
  const bytes = all.subarray(Math.max(0, all.length - mostBytes));
  return { from: page.next - bytes.length, next: page.next, bytes };
}

/** One line, with a number that stays its own while the log grows. */
export interface LogLine {
  /** Number of its first byte in the file. */
  readonly at: number;
  readonly text: string;
}

/** The lines of what was kept; the first one is left out when its beginning was not. Bytes that are no text become U+FFFD. */
export function linesOf({ from, bytes }: KeptLog): LogLine[] {
  const decoder = new TextDecoder();
  const lines: LogLine[] = [];
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const text = decoder.decode(bytes.subarray(start, end)).replace(/\r$/, "");
    if (start > 0 || from === 0) lines.push({ at: from + start, text });
    start = end + 1;
  }
  return lines;
}

/** Lines that say what is sought, whatever its case. */
export function matching(lines: readonly LogLine[], sought: string): readonly LogLine[] {
  const wanted = sought.toLowerCase();
  return wanted === "" ? lines : lines.filter(({ text }) => text.toLowerCase().includes(wanted));
}

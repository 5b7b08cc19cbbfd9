import { repeatedSequences } from "@gantry/kvm-core/model";
import type { IEvent, IParser } from "@xterm/xterm";
import { ReplyBudget } from "./reply-budget.ts";

/** What the guards need of a terminal; the one of the browser and the one of tests both have it. */
export interface GuardedTerminal {
  readonly parser: Pick<IParser, "registerCsiHandler" | "registerDcsHandler" | "registerOscHandler">;
  readonly cols: number;
  readonly rows: number;
  readonly buffer: { readonly active: { readonly type: "normal" | "alternate" } };
  readonly onLineFeed: IEvent<void>;
}

/** What the page decides for the guest's bytes. */
export interface GuardRules {
  /** Whether a question of the guest may be answered now: live, and by the one who types. */
  readonly mayReply: () => boolean;
  /** The guest wants this text on the clipboard. Called always; whose clipboard it is decides. */
  readonly onClipboard: (text: string) => void;
}

/** Longest address of a link that is kept. */
const longestLink = 2083;
/** So many links are kept at a time: each costs work whenever a line scrolls. */
const mostLinks = 5000;
/** More lines than the scrollback has: a link that is so many lines back is gone. */
const linesKept = 12_000;
/** Longest text that goes to the clipboard, as base64. */
const longestClip = 128 * 1024;

/**
 * Keeps the guest's bytes from doing what no guest may: answering in somebody's name, stopping the browser, reaching
 * the title or the clipboard. Handlers of xterm.js that return true end a sequence; the rest goes its usual way.
 */
export function guardTerminal(terminal: GuardedTerminal, rules: GuardRules): void {
  refuseReplies(terminal, rules);
  boundRepetition(terminal);
  boundLinks(terminal);
  terminal.parser.registerOscHandler(52, (data) => {
    const text = clipOf(data);
    if (text !== undefined) rules.onClipboard(text);
    return true;
  });
  // Titles are nobody's business. Palette and colours may be set, and asked for like everything else.
  for (const title of [0, 1, 2]) terminal.parser.registerOscHandler(title, () => true);
  // Leaving full-screen mode brings the cursor back to where that began. If nothing is in full-screen mode it would
  // go to the top, and what comes next be written over the past.
  terminal.parser.registerCsiHandler(
    { prefix: "?", final: "l" },
    ([mode]) => mode === 1049 && terminal.buffer.active.type === "normal",
  );
}

/**
 * Swallows the questions a guest asks a terminal (where is your cursor, what are you, which colours) unless they may be
 * answered. Every attached terminal would answer them, on a replay even long after they were asked, and the answers
 * would arrive as garbage typed by nobody.
 */
function refuseReplies({ parser }: GuardedTerminal, { mayReply }: GuardRules): void {
  const budget = new ReplyBudget();
  const refuses = () => !(mayReply() && budget.take());
  // Status and cursor reports; device attributes, first to third; version; mode reports.
  parser.registerCsiHandler({ final: "n" }, refuses);
  parser.registerCsiHandler({ prefix: "?", final: "n" }, refuses);
  parser.registerCsiHandler({ final: "c" }, refuses);
  parser.registerCsiHandler({ prefix: ">", final: "c" }, refuses);
  parser.registerCsiHandler({ prefix: "=", final: "c" }, refuses);
  parser.registerCsiHandler({ prefix: ">", final: "q" }, refuses);
  parser.registerCsiHandler({ intermediates: "$", final: "p" }, refuses);
  parser.registerCsiHandler({ prefix: "?", intermediates: "$", final: "p" }, refuses);
  // Settings reports.
  parser.registerDcsHandler({ intermediates: "$", final: "q" }, refuses);
  // Size, place and title of the window: asked for or changed, never.
  parser.registerCsiHandler({ final: "t" }, () => true);
  for (const colour of [4, 10, 11, 12])
    parser.registerOscHandler(colour, (data) => data.includes("?") && refuses());
}

/** What xterm.js would do two thousand million times stops the page for hours. */
function boundRepetition(terminal: GuardedTerminal): void {
  for (const final of repeatedSequences) {
    terminal.parser.registerCsiHandler(
      { final },
      ([count]) => typeof count === "number" && count > Math.max(terminal.cols, terminal.rows),
    );
  }
}

/** Only http(s) links of a sane length become links, and not more than the buffer can bear. */
function boundLinks(terminal: GuardedTerminal): void {
  let lines = 0;
  /** The line of each link, the oldest first. */
  const links: number[] = [];
  terminal.onLineFeed(() => {
    lines += 1;
  });
  terminal.parser.registerOscHandler(8, (data) => {
    const address = data.slice(data.indexOf(";") + 1);
    // Without an address it ends a link.
    if (address === "") return false;
    if (address.length > longestLink || !/^https?:\/\//i.test(address)) return true;
    if (lines - (links[0] ?? lines) > linesKept) links.shift();
    if (links.length >= mostLinks) return true;
    links.push(lines);
    return false;
  });
}

function clipOf(data: string): string | undefined {
  const base64 = data.slice(data.indexOf(";") + 1);
  if (base64 === "?" || base64.length > longestClip) return undefined;
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

import type { ILink, ILinkProvider, Terminal } from "@xterm/xterm";
import { cellAt } from "./buffer-text.ts";

const address = /https?:\/\/[^\s"'<>`{}|\\^\u00a0]+/gi;
/** What ends a sentence and not an address. */
const sentenceEnd = /[.,;:!?)\]]+$/;
/** Rows looked at before and after; a longer line is not an address. */
const mostRows = 24;

/** What a link does with the pointer. */
export interface LinkActs {
  readonly open: (event: MouseEvent, target: string) => void;
  readonly hover: (target: string) => void;
  readonly leave: () => void;
}

/** The http(s) address that a text names, as the browser would go to it; undefined for anything else. */
export function targetOf(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).href;
}

/** Finds addresses that the guest wrote as plain text. */
export function plainLinks(terminal: Terminal, { open, hover, leave }: LinkActs): ILinkProvider {
  return {
    provideLinks: (y, tell) => {
      const buffer = terminal.buffer.active;
      let first = y - 1;
      while (buffer.getLine(first)?.isWrapped && y - first < mostRows) first -= 1;
      let text = "";
      for (let row = first; row < first + 2 * mostRows; row += 1) {
        text += buffer.getLine(row)?.translateToString(false) ?? "";
        if (buffer.getLine(row + 1)?.isWrapped !== true) break;
      }
      const links: ILink[] = [];
      for (const match of text.matchAll(address)) {
        const written = match[0].replace(sentenceEnd, "");
        const target = targetOf(written);
        if (target === undefined) continue;
        const start = cellAt(buffer, first, match.index);
        const end = cellAt(buffer, first, match.index + written.length - 1);
        links.push({
          text: target,
          range: { start: { x: start.col + 1, y: start.row + 1 }, end: { x: end.col + 1, y: end.row + 1 } },
          activate: open,
          hover: () => hover(target),
          leave,
        });
      }
      tell(links.length === 0 ? undefined : links);
    },
  };
}

import { useT } from "#lib/messages/messages-provider.tsx";
import { clsx } from "clsx";
import { type Found, piecesOf } from "#lib/visible-text.ts";

interface LineTextProps {
  readonly text: string;
  /** There is more than is shown. */
  readonly isCut?: boolean;
  readonly found?: Found;
  /** Marked where it stands first, when `found` does not say where. */
  readonly sought?: { readonly text: string; readonly matchCase: boolean };
}

/** A guest's line as text: what cannot be seen by its code, what was sought marked. */
export function LineText({ text, isCut = false, found, sought }: LineTextProps) {
  const t = useT();
  const marked = found ?? foundIn(text, sought);
  return (
    // Nothing in a guest's text turns what stands around it.
    <bdi dir="ltr">
      {piecesOf(text, marked).map((piece, index) => {
        const content = piece.isCode ? (
          <span className="mx-px rounded-sm border border-line-strong px-0.5 text-tiny text-warn-text">
            {piece.text}
          </span>
        ) : (
          piece.text
        );
        return piece.isFound ? (
          <mark key={index} className={clsx("bg-found text-fg")}>
            {content}
          </mark>
        ) : (
          <span key={index}>{content}</span>
        );
      })}
      {isCut && <span className="text-faint"> {t("… the rest of this line is in the download")}</span>}
    </bdi>
  );
}

function foundIn(text: string, sought: LineTextProps["sought"]): Found | undefined {
  if (sought === undefined || sought.text === "") return undefined;
  const start = sought.matchCase
    ? text.indexOf(sought.text)
    : text.toLowerCase().indexOf(sought.text.toLowerCase());
  return start < 0 ? undefined : { start, length: sought.text.length };
}

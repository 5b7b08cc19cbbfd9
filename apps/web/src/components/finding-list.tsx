import { useT } from "#lib/messages/messages-provider.tsx";
import { msg } from "#lib/messages/translate.ts";
import { clsx } from "clsx";

/** One thing that was looked at: what was seen and, when it is not well, what to do. */
export interface FindingRow {
  readonly key: string;
  readonly level: "pass" | "warn" | "fail";
  readonly message: string;
  readonly evidence?: string | undefined;
  readonly fix?: string | undefined;
}

const levels = {
  fail: { mark: "✕", word: msg("fails"), className: "text-bad-text" },
  warn: { mark: "!", word: msg("noted"), className: "text-warn-text" },
  pass: { mark: "✓", word: msg("passes"), className: "text-good-text" },
} as const;

const order = ["fail", "warn", "pass"] as const;

/** Findings, the worst first. */
export function FindingList({ findings }: { findings: readonly FindingRow[] }) {
  const t = useT();
  const sorted = order.flatMap((level) => findings.filter((finding) => finding.level === level));
  return (
    <ul className="flex flex-col gap-1.5">
      {sorted.map(({ key, level, message, evidence, fix }) => {
        const { mark, word, className } = levels[level];
        return (
          <li key={`${key} ${message}`} className="flex gap-2.5">
            <span aria-hidden className={clsx("w-4 shrink-0 text-center font-medium", className)}>
              {mark}
            </span>
            <div className="min-w-0 break-words">
              <p className="flex flex-wrap gap-x-3">
                <span>
                  <span className="sr-only">{t.of(word)}: </span>
                  {message}
                </span>
                {evidence !== undefined && evidence !== "" && <span className="text-dim">{evidence}</span>}
              </p>
              {fix !== undefined && <p className="text-small">{t("Fix: {fix}", { fix })}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

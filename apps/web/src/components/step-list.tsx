import { formatDuration } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg } from "#lib/messages/translate.ts";
import type { OperationStep } from "@gantry/kvm-core/model";
import { clsx } from "clsx";

const marks: Readonly<Record<OperationStep["status"], { mark: string; word: Message; className: string }>> = {
  pending: { mark: "○", word: msg("not yet"), className: "text-faint" },
  running: { mark: "●", word: msg("under way"), className: "text-fg" },
  done: { mark: "✓", word: msg("done"), className: "text-good-text" },
  failed: { mark: "✕", word: msg("failed"), className: "text-bad-text" },
  undone: { mark: "↺", word: msg("undone"), className: "text-warn-text" },
  skipped: { mark: "–", word: msg("skipped"), className: "text-faint" },
};

interface StepListProps {
  readonly steps: readonly OperationStep[];
  /** Steps by other names than their own. */
  readonly titles?: Readonly<Record<string, string>>;
  /** A line drawn before the step of that name, such as the point of no return. */
  readonly line?: { readonly before: string; readonly text: string };
}

/** The named steps of an operation, in order, with what became of each. */
export function StepList({ steps, titles = {}, line }: StepListProps) {
  return (
    <ol className="flex flex-col">
      {steps.map((step) => (
        <li key={step.name}>
          {line?.before === step.name && (
            <p className="mt-1 mb-1 ml-[26px] border-t border-dashed border-line-strong pt-1 text-tiny text-dim">
              {line.text}
            </p>
          )}
          <Step step={step} title={titles[step.name] ?? step.name} />
        </li>
      ))}
    </ol>
  );
}

function Step({ step, title }: { step: OperationStep; title: string }) {
  const t = useT();
  const { mark, word, className } = marks[step.status];
  const took = timeOf(step);
  const faint = "block text-small font-normal break-words text-faint";
  return (
    <div
      className={clsx("flex gap-2.5 py-1", step.status === "running" ? "font-medium text-fg" : "text-dim")}
    >
      <span aria-hidden className={clsx("w-4 shrink-0 text-center", className)}>
        {mark}
      </span>
      <span className="min-w-0">
        {title}
        <span className="sr-only">, {t.of(word)}</span>
        {step.note !== undefined && <span className={faint}>{step.note}</span>}
        {took !== undefined && <span className={faint}>{formatDuration(took, t)}</span>}
      </span>
    </div>
  );
}

/** Milliseconds that it took; of what was left out or taken back there is none that means anything. */
function timeOf({ status, startedAt, endedAt }: OperationStep): number | undefined {
  if (status === "skipped" || status === "undone") return undefined;
  if (startedAt === undefined || endedAt === undefined) return undefined;
  return Date.parse(endedAt) - Date.parse(startedAt);
}

import { useT } from "#lib/messages/messages-provider.tsx";

/** A thin bar beside a number that says the same. `share` from 0 to 1. */
export function Meter({ share, className = "w-16" }: { share: number; className?: string }) {
  const width = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <svg
      aria-hidden
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      className={`h-1 shrink-0 rounded-full ${className}`}
    >
      <rect width="100" height="4" className="fill-line" />
      <rect width={width} height="4" className="fill-dim" />
    </svg>
  );
}

/** How far something has come; `text` says it in words, which never run backwards either. */
export function ProgressBar({ share, text }: { share: number; text: string }) {
  const t = useT();
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
  return (
    <div
      role="progressbar"
      aria-label={t("Progress")}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
      className="h-1.5 overflow-hidden rounded-full bg-line"
    >
      <svg aria-hidden viewBox="0 0 100 6" preserveAspectRatio="none" className="block h-full w-full">
        <rect width={percent} height="6" className="fill-busy" />
      </svg>
    </div>
  );
}

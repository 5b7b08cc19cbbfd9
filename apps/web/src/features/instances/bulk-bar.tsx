"use client";

import { Button } from "#components/ui/button.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type PowerVerb, powerLabel } from "#lib/power-verbs.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { BulkResults } from "./bulk-results.tsx";
import { useBulk } from "./use-bulk.ts";

const verbs: readonly PowerVerb[] = [
  "start",
  "stop",
  "reboot",
  "pause",
  "resume",
  "force-stop",
  "suspend",
  "delete",
];

/** What is done with all chosen instances at once, and what came of it for each. Nothing is drawn while none is chosen. */
export default function BulkBar({
  chosen,
  onClear,
}: {
  chosen: readonly InstanceSummary[];
  onClear: () => void;
}) {
  const t = useT();
  const { run, blocked, busy, results, dismiss } = useBulk(chosen);
  return (
    <>
      {chosen.length > 0 && (
        <div
          role="toolbar"
          aria-label={t.many(chosen.length, "With {n} chosen instance", "With {n} chosen instances")}
          className="flex flex-wrap items-center gap-2 rounded-md bg-selected px-2.5 py-1.5"
        >
          <span className="mr-1">{t("{number} chosen", { number: chosen.length })}</span>
          {verbs.map((verb) => (
            <Button key={verb} blocked={blocked(verb)} busy={busy === verb} onClick={() => void run(verb)}>
              {powerLabel(verb, t)}
            </Button>
          ))}
          <Button look="quiet" className="ml-auto" onClick={onClear}>
            {t("Choose none")}
          </Button>
        </div>
      )}
      {results !== undefined && <BulkResults results={results} onDismiss={dismiss} />}
    </>
  );
}

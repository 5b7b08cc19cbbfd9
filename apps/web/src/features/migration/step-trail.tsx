import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg } from "#lib/messages/translate.ts";
import { clsx } from "clsx";
import type { WizardStep } from "./wizard-state.ts";

type Place = WizardStep | "run" | "result";

const places: readonly { place: Place; title: Message }[] = [
  { place: "target", title: msg("Target") },
  { place: "options", title: msg("Options") },
  { place: "checks", title: msg("Checks") },
  { place: "run", title: msg("Run") },
  { place: "result", title: msg("Result") },
];

/** Where in the wizard one is. */
export function StepTrail({ current }: { current: Place }) {
  const t = useT();
  const at = places.findIndex(({ place }) => place === current);
  return (
    <ol aria-label={t("Steps of the migration")} className="flex flex-wrap gap-x-4 text-small">
      {places.map(({ place, title }, index) => (
        <li
          key={place}
          aria-current={index === at ? "step" : undefined}
          className={clsx(index === at ? "font-medium text-fg" : "text-dim")}
        >
          {index + 1}. {t.of(title)}
        </li>
      ))}
    </ol>
  );
}

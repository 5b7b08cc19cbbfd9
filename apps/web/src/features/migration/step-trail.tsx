import { clsx } from "clsx";
import type { WizardStep } from "./wizard-state.ts";

type Place = WizardStep | "run" | "result";

const places: readonly { place: Place; title: string }[] = [
  { place: "target", title: "Target" },
  { place: "options", title: "Options" },
  { place: "checks", title: "Checks" },
  { place: "run", title: "Run" },
  { place: "result", title: "Result" },
];

/** Where in the wizard one is. */
export function StepTrail({ current }: { current: Place }) {
  const at = places.findIndex(({ place }) => place === current);
  return (
    <ol aria-label="Steps of the migration" className="flex flex-wrap gap-x-4 text-small">
      {places.map(({ place, title }, index) => (
        <li
          key={place}
          aria-current={index === at ? "step" : undefined}
          className={clsx(index === at ? "font-medium text-fg" : "text-dim")}
        >
          {index + 1}. {title}
        </li>
      ))}
    </ol>
  );
}

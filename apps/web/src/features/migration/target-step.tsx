"use client";

import { hostWord, StatusBadge, toneOfHost } from "#components/status-badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatMiB } from "#lib/format.ts";
import { ownHostTarget } from "#lib/addresses.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useHosts } from "#lib/use-live.ts";
import { useUrlState } from "#lib/url-state.tsx";
import type { HostSummary, InstanceSummary } from "@gantry/kvm-core/model";
import { clsx } from "clsx";
import { type Unfit, whyUnfit } from "./host-fitness.ts";
import type { WizardState } from "./wizard-state.ts";

/** Every host; those that cannot take the instance say why and what would help. */
export function TargetStep({ instance, state }: { instance: InstanceSummary; state: WizardState }) {
  const t = useT();
  const hosts = useHosts() ?? [];
  const { set } = useUrlState();
  const fit = hosts.filter((host) => whyUnfit(host, instance, t) === undefined);
  const addressOf = ({ name }: HostSummary) => (name === instance.host ? ownHostTarget : name);
  const chosen = fit.find((host) => addressOf(host) === state.target)?.name;
  return (
    <form
      className="flex max-w-3xl flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== undefined) set({ step: "options" }, "push");
      }}
    >
      <fieldset className="flex flex-col rounded-md border border-line">
        <legend className="sr-only">{t("Where should {name} run?", { name: instance.name })}</legend>
        {hosts.map((host) => (
          <HostChoice
            key={host.name}
            host={host}
            unfit={whyUnfit(host, instance, t)}
            note={
              host.name === instance.host
                ? t(
                    "{name} already runs here. It can move to a new QEMU process, as after an upgrade of QEMU.",
                    {
                      name: instance.name,
                    },
                  )
                : undefined
            }
            isChosen={host.name === chosen}
            onChoose={() => set({ target: addressOf(host) })}
          />
        ))}
      </fieldset>
      {fit.length === 0 && (
        <p className="text-dim">
          {t("No host can take {name} now. Each line above says what would help.", { name: instance.name })}
        </p>
      )}
      <div>
        <Button
          type="submit"
          look="primary"
          blocked={chosen === undefined ? t("Choose a host first.") : undefined}
        >
          {t("Next")}
        </Button>
      </div>
    </form>
  );
}

interface HostChoiceProps {
  readonly host: HostSummary;
  readonly unfit: Unfit | undefined;
  /** What it means to choose it, when that is not plain. */
  readonly note: string | undefined;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function HostChoice({ host, unfit, note, isChosen, onChoose }: HostChoiceProps) {
  const t = useT();
  const id = `target-${host.name}`;
  return (
    <div
      className={clsx(
        "grid grid-cols-[16px_minmax(0,1fr)] items-center gap-x-3 border-b border-line px-3 py-2 last:border-b-0",
        isChosen && "bg-selected",
      )}
    >
      <input
        type="radio"
        id={id}
        name="target"
        className="size-3.5 accent-accent"
        aria-describedby={`${id}-facts`}
        aria-disabled={unfit !== undefined || undefined}
        checked={isChosen}
        onChange={() => unfit === undefined && onChoose()}
      />
      <label htmlFor={id} className={clsx("font-medium", unfit !== undefined && "text-dim")}>
        {host.name}
      </label>
      <div id={`${id}-facts`} className="col-start-2 flex flex-wrap gap-x-4 text-small text-dim">
        <StatusBadge tone={toneOfHost(host)} word={hostWord(host, t)} />
        {host.memoryAvailableMiB !== undefined && (
          <span>
            {t("{size} memory available", {
              size: formatMiB(host.memoryAvailableMiB, t),
            })}
          </span>
        )}
        {host.cpus !== undefined && <span>{t("{cpus} CPUs", { cpus: host.cpus })}</span>}
        {note !== undefined && <span className="w-full">{note}</span>}
        {unfit !== undefined && (
          <span className="w-full text-fg">
            {unfit.reason} {unfit.fix}
          </span>
        )}
      </div>
    </div>
  );
}

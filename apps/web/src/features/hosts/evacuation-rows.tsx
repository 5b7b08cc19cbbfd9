import { Select } from "#components/ui/field.tsx";
import { instanceWord } from "#components/status-badge.tsx";
import { instanceHref } from "#lib/addresses.ts";
import { formatDuration, formatMiB } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg, type Translate } from "#lib/messages/translate.ts";
import type { EvacuationChoice, EvacuationClass, EvacuationRow } from "@gantry/kvm-core/model";
import Link from "next/link";
import { choiceOf, choiceValue, type EvacuationState } from "./evacuation-state.ts";

interface EvacuationRowsProps {
  readonly rows: readonly EvacuationRow[];
  readonly choices: EvacuationState["choices"];
  readonly onChoose: (instance: string, choice: EvacuationChoice | undefined) => void;
}

const titles: Readonly<Record<EvacuationClass, Message>> = {
  movable: msg("Movable, in this order"),
  "shut-down": msg("Will be shut down"),
  blocked: msg("Blocked: left running here"),
  stays: msg("Stays as it is"),
};

/** The plan by class. */
export function EvacuationRows({ rows, ...rest }: EvacuationRowsProps) {
  const t = useT();
  const classes = (["movable", "shut-down", "blocked", "stays"] as const).filter((one) =>
    rows.some((row) => row.class === one),
  );
  return classes.map((one) => (
    <section key={one} className="flex flex-col">
      <h3 className="border-b border-line pb-1 text-small font-medium text-dim">{t.of(titles[one])}</h3>
      <ul aria-label={t.of(titles[one])}>
        {rows
          .filter((row) => row.class === one)
          .map((row) => (
            <Row key={row.uuid} row={row} {...rest} />
          ))}
      </ul>
    </section>
  ));
}

function Row({ row, choices, onChoose }: { row: EvacuationRow } & Omit<EvacuationRowsProps, "rows">) {
  const t = useT();
  const { instance, memoryMiB, target, offers, why, fix } = row;
  const forecast = offers.find((offer) => offer.target === target)?.forecast;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] items-center gap-x-4 gap-y-1 border-b border-line py-2 last:border-b-0 sm:grid-cols-[minmax(0,1fr)_88px_minmax(0,16rem)]">
      <span className="flex min-w-0 items-baseline gap-2.5">
        <Link href={instanceHref(instance)} prefetch={false} className="truncate font-medium hover:underline">
          {instance}
        </Link>
        <span className="shrink-0 text-small text-dim">{formatMiB(memoryMiB, t)}</span>
      </span>
      <span className="text-small text-dim">
        {forecast?.seconds === undefined
          ? ""
          : t("about {value}", { value: formatDuration(Math.max(1, forecast.seconds) * 1000, t) })}
      </span>
      {offers.length > 0 ? (
        <What row={row} chosen={choices[instance]} onChoose={(choice) => onChoose(instance, choice)} />
      ) : (
        <span />
      )}
      <p className="min-w-0 text-small break-words text-dim sm:col-span-3">
        {why}
        {fix !== undefined && <span className="block text-fg">{t("Fix: {fix}", { fix })}</span>}
      </p>
    </li>
  );
}

interface WhatProps {
  readonly row: EvacuationRow;
  readonly chosen: EvacuationChoice | undefined;
  readonly onChoose: (choice: EvacuationChoice | undefined) => void;
}

/** Where it goes, or what else becomes of it. A host that does not fit says why beside its name. */
function What({ row, chosen, onChoose }: WhatProps) {
  const t = useT();
  return (
    <Select
      aria-label={t("What becomes of {instance}", { instance: row.instance })}
      value={chosen === undefined ? "" : choiceValue(chosen)}
      onChange={(event) => onChoose(choiceOf(event.target.value))}
    >
      <option value="">{chosen === undefined ? planned(row, t) : t("What the plan says")}</option>
      {row.offers.map((offer) => (
        <option key={offer.target} value={offer.target} disabled={!offer.fits}>
          {offer.fits
            ? t("{target}, {size} left", {
                target: offer.target,
                size: formatMiB(offer.freeAfterMiB ?? 0, t),
              })
            : `${offer.target}: ${offer.why}`}
        </option>
      ))}
      <option value="shut-down*" disabled={row.state !== "running"}>
        {row.state === "running"
          ? t("Shut it down")
          : t("Shut it down: it is {state}", { state: instanceWord(row, t) })}
      </option>
      <option value="stay*">{t("Let it stay")}</option>
    </Select>
  );
}

function planned({ class: kind, target }: EvacuationRow, t: Translate): string {
  if (kind === "movable") return t("Planned: {target}", { target: target ?? "" });
  if (kind === "shut-down") return t("Planned: shut down");
  return kind === "blocked" ? t("Blocked: stays here") : t("Planned: stays here");
}

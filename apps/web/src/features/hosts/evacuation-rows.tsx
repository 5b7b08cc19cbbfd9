import { Select } from "#components/ui/field.tsx";
import { instanceHref } from "#lib/addresses.ts";
import { formatDuration, formatMiB } from "#lib/format.ts";
import type { EvacuationChoice, EvacuationClass, EvacuationRow } from "@gantry/kvm-core/model";
import Link from "next/link";
import { choiceOf, choiceValue, type EvacuationState } from "./evacuation-state.ts";

interface EvacuationRowsProps {
  readonly rows: readonly EvacuationRow[];
  readonly choices: EvacuationState["choices"];
  readonly onChoose: (instance: string, choice: EvacuationChoice | undefined) => void;
}

const titles: Readonly<Record<EvacuationClass, string>> = {
  movable: "Movable, in this order",
  "shut-down": "Will be shut down",
  blocked: "Blocked: left running here",
  stays: "Stays as it is",
};

/** The plan by class. */
export function EvacuationRows({ rows, ...rest }: EvacuationRowsProps) {
  const classes = (["movable", "shut-down", "blocked", "stays"] as const).filter((one) =>
    rows.some((row) => row.class === one),
  );
  return classes.map((one) => (
    <section key={one} className="flex flex-col">
      <h3 className="border-b border-line pb-1 text-small font-medium text-dim">{titles[one]}</h3>
      <ul aria-label={titles[one]}>
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
  const { instance, memoryMiB, target, offers, why, fix } = row;
  const forecast = offers.find((offer) => offer.target === target)?.forecast;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] items-center gap-x-4 gap-y-1 border-b border-line py-2 last:border-b-0 sm:grid-cols-[minmax(0,1fr)_88px_minmax(0,16rem)]">
      <span className="flex min-w-0 items-baseline gap-2.5">
        <Link href={instanceHref(instance)} prefetch={false} className="truncate font-medium hover:underline">
          {instance}
        </Link>
        <span className="shrink-0 text-small text-dim">{formatMiB(memoryMiB)}</span>
      </span>
      <span className="text-small text-dim">
        {forecast?.seconds === undefined
          ? ""
          : `about ${formatDuration(Math.max(1, forecast.seconds) * 1000)}`}
      </span>
      {offers.length > 0 ? (
        <What row={row} chosen={choices[instance]} onChoose={(choice) => onChoose(instance, choice)} />
      ) : (
        <span />
      )}
      <p className="min-w-0 text-small break-words text-dim sm:col-span-3">
        {why}
        {fix !== undefined && <span className="block text-fg">Fix: {fix}</span>}
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
  return (
    <Select
      aria-label={`What becomes of ${row.instance}`}
      value={chosen === undefined ? "" : choiceValue(chosen)}
      onChange={(event) => onChoose(choiceOf(event.target.value))}
    >
      <option value="">{chosen === undefined ? planned(row) : "What the plan says"}</option>
      {row.offers.map((offer) => (
        <option key={offer.target} value={offer.target} disabled={!offer.fits}>
          {offer.fits
            ? `${offer.target}, ${formatMiB(offer.freeAfterMiB ?? 0)} left`
            : `${offer.target}: ${offer.why}`}
        </option>
      ))}
      <option value="shut-down*" disabled={row.state !== "running"}>
        {row.state === "running" ? "Shut it down" : `Shut it down: it is ${row.state}`}
      </option>
      <option value="stay*">Let it stay</option>
    </Select>
  );
}

function planned({ class: kind, target }: EvacuationRow): string {
  if (kind === "movable") return `Planned: ${target ?? ""}`;
  if (kind === "shut-down") return "Planned: shut down";
  return kind === "blocked" ? "Blocked: stays here" : "Planned: stays here";
}

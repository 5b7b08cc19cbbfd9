"use client";

import { Meter } from "#components/meter.tsx";
import { formatBytes, formatMiB, formatShare, formatSince, formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useNow } from "#lib/use-now.ts";
import { useUsage } from "#lib/use-usage.ts";
import type { InstanceState, InstanceSummary } from "@gantry/kvm-core/model";

interface CellProps {
  readonly row: InstanceSummary;
}

/** How much of its virtual CPUs it keeps busy. */
export function CpuCell({ row }: CellProps) {
  const t = useT();
  const share = useUsage(row.uuid, (usage) =>
    usage?.cpusBusy === undefined ? undefined : formatShare(usage.cpusBusy / Math.max(1, row.cpus), t),
  );
  const readAt = useUsage(row.uuid, (usage) => usage?.at);
  if (share === undefined || !hasProcess(row)) return <Missing row={row} />;
  const tip = t("of {cpus} vCPU, mean of the seconds before {time}", {
    cpus: row.cpus,
    time: formatTime(new Date(readAt ?? 0).toISOString(), t),
  });
  return <span data-tip={tip}>{share}</span>;
}

/** What QEMU holds of the memory that was assigned, as a thin meter and in numbers. */
export function MemoryCell({ row }: CellProps) {
  const t = useT();
  const assigned = formatMiB(row.memoryMiB, t);
  const held = useUsage(row.uuid, (usage) => usage?.residentBytes);
  if (held === undefined || !hasProcess(row)) return assigned;
  return (
    <span className="flex items-center justify-end gap-2" data-tip={t("held by QEMU, of what is assigned")}>
      <Meter share={held / (row.memoryMiB * 1024 * 1024)} className="w-10 max-xl:hidden" />
      <span className="truncate">{t("{held} of {assigned}", { held: formatBytes(held, t), assigned })}</span>
    </span>
  );
}

/** For how long its present QEMU has run. */
export function UptimeCell({ row }: CellProps) {
  const startedAt = useUsage(row.uuid, (usage) => usage?.startedAt);
  if (startedAt === undefined || !hasProcess(row)) return <Missing row={row} />;
  return <Uptime at={startedAt} />;
}

function Uptime({ at }: { at: string }) {
  const t = useT();
  const tip = t("its QEMU was started {time}; a move and a power cycle begin another", {
    time: formatTime(at, t),
  });
  return (
    <time dateTime={at} data-tip={tip}>
      {formatSince(at, useNow(1_000), t)}
    </time>
  );
}

/** Where the guest can be reached, as its own agent says. */
export function AddressCell({ row }: CellProps) {
  const t = useT();
  const addresses = useUsage(row.uuid, (usage) => usage?.addresses?.join(", "));
  const hasAgent = useUsage(row.uuid, (usage) => (usage?.guestAgent === true ? "yes" : undefined));
  if (addresses === undefined || !hasProcess(row)) {
    const why = hasAgent ? t("its guest agent has not told yet") : t("no guest agent answers in it");
    return <Missing row={row} why={why} />;
  }
  if (addresses === "") return <span className="text-dim">{t("none")}</span>;
  return (
    <bdi
      className="font-mono text-small"
      data-tip={t("{addresses}, as the guest's agent says", { addresses })}
    >
      {addresses}
    </bdi>
  );
}

/** What is not known is said so, never shown as nothing; what a stopped instance cannot have is left empty. */
function Missing({ row, why }: CellProps & { why?: string }) {
  const t = useT();
  const isAsked = useUsage(row.uuid, () => "yes") !== undefined;
  if (!isAsked || withoutProcess.has(row.state)) return null;
  return (
    <span className="text-dim" {...(why !== undefined && row.state !== "unknown" && { "data-tip": why })}>
      {t("unknown")}
    </span>
  );
}

function hasProcess({ state }: InstanceSummary): boolean {
  return state !== "unknown" && !withoutProcess.has(state);
}

const withoutProcess: ReadonlySet<InstanceState> = new Set(["stopped", "suspended", "crashed"]);

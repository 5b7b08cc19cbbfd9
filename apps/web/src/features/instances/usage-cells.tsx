"use client";

import { Meter } from "#components/meter.tsx";
import { formatBytes, formatMiB, formatShare, formatSince, formatTime } from "#lib/format.ts";
import { useNow } from "#lib/use-now.ts";
import { useUsage } from "#lib/use-usage.ts";
import type { InstanceState, InstanceSummary } from "@gantry/kvm-core/model";

interface CellProps {
  readonly row: InstanceSummary;
}

/** How much of its virtual CPUs it keeps busy. */
export function CpuCell({ row }: CellProps) {
  const share = useUsage(row.uuid, (usage) =>
    usage?.cpusBusy === undefined ? undefined : formatShare(usage.cpusBusy / Math.max(1, row.cpus)),
  );
  const readAt = useUsage(row.uuid, (usage) => usage?.at);
  if (share === undefined || !hasProcess(row)) return <Missing row={row} />;
  const tip = `of ${row.cpus} vCPU, mean of the seconds before ${formatTime(new Date(readAt ?? 0).toISOString())}`;
  return <span data-tip={tip}>{share}</span>;
}

/** What QEMU holds of the memory that was assigned, as a thin meter and in numbers. */
export function MemoryCell({ row }: CellProps) {
  const assigned = formatMiB(row.memoryMiB);
  const held = useUsage(row.uuid, (usage) => usage?.residentBytes);
  if (held === undefined || !hasProcess(row)) return assigned;
  return (
    <span className="flex items-center justify-end gap-2" data-tip="held by QEMU, of what is assigned">
      <Meter share={held / (row.memoryMiB * 1024 * 1024)} className="w-10" />
      <span className="truncate">
        {formatBytes(held)} of {assigned}
      </span>
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
  const tip = `its QEMU was started ${formatTime(at)}; a move and a power cycle begin another`;
  return (
    <time dateTime={at} data-tip={tip}>
      {formatSince(at, useNow(1_000))}
    </time>
  );
}

/** Where the guest can be reached, as its own agent says. */
export function AddressCell({ row }: CellProps) {
  const addresses = useUsage(row.uuid, (usage) => usage?.addresses?.join(", "));
  const hasAgent = useUsage(row.uuid, (usage) => (usage?.guestAgent === true ? "yes" : undefined));
  if (addresses === undefined || !hasProcess(row)) {
    const why = hasAgent ? "its guest agent has not told yet" : "no guest agent answers in it";
    return <Missing row={row} why={why} />;
  }
  if (addresses === "") return <span className="text-dim">none</span>;
  return (
    <bdi className="font-mono text-small" data-tip={`${addresses}, as the guest's agent says`}>
      {addresses}
    </bdi>
  );
}

/** What is not known is said so, never shown as nothing; what a stopped instance cannot have is left empty. */
function Missing({ row, why }: CellProps & { why?: string }) {
  const isAsked = useUsage(row.uuid, () => "yes") !== undefined;
  if (!isAsked || withoutProcess.has(row.state)) return null;
  return (
    <span className="text-dim" {...(why !== undefined && row.state !== "unknown" && { "data-tip": why })}>
      unknown
    </span>
  );
}

function hasProcess({ state }: InstanceSummary): boolean {
  return state !== "unknown" && !withoutProcess.has(state);
}

const withoutProcess: ReadonlySet<InstanceState> = new Set(["stopped", "suspended", "crashed"]);

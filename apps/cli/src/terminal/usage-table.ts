import type { InstanceSummary, InstanceUsage } from "@gantry/kvm-core/model";
import { bytes } from "./figures-table.ts";
import { table } from "./table.ts";

const headings = ["NAME", "HOST", "STATE", "CPU", "MEMORY", "READ/s", "WRITTEN/s", "RECEIVED/s", "SENT/s"];

/** An instance with what it uses now; one that does not run uses nothing, and of one out of reach nothing is known. */
export interface UsageRow extends InstanceSummary {
  readonly usage?: InstanceUsage;
}

/** Each instance with its usage, the busiest first. */
export function byUsage(instances: readonly InstanceSummary[], usage: readonly InstanceUsage[]): UsageRow[] {
  const known = new Map(usage.map((row) => [row.uuid, row]));
  const rows = instances.map((instance): UsageRow => {
    const own = known.get(instance.uuid);
    return own === undefined ? instance : { ...instance, usage: own };
  });
  const busy = (row: UsageRow) => row.usage?.cpusBusy ?? -1;
  return rows.toSorted((a, b) => busy(b) - busy(a) || a.name.localeCompare(b.name));
}

/** The rows as a table. CPU is a share of the instance's own virtual CPUs; what is not known is a dash. */
export function usageTable(rows: readonly UsageRow[]): string {
  return table(
    headings,
    rows.map(({ name, host, state, cpus, memoryMiB, usage }) => [
      ...[name, host, state],
      ...(usage === undefined ? ["-", `- of ${bytes(memoryMiB * 1024 ** 2)}`] : used(usage, cpus, memoryMiB)),
      ...[usage?.readBytes, usage?.writtenBytes, usage?.receivedBytes, usage?.sentBytes].map(rate),
    ]),
  );
}

function used({ cpusBusy, residentBytes }: InstanceUsage, cpus: number, memoryMiB: number): string[] {
  const share = cpusBusy === undefined ? "-" : `${((cpusBusy / Math.max(1, cpus)) * 100).toFixed(1)} %`;
  return [
    share,
    `${residentBytes === undefined ? "-" : bytes(residentBytes)} of ${bytes(memoryMiB * 1024 ** 2)}`,
  ];
}

function rate(perSecond: number | undefined): string {
  return perSecond === undefined ? "-" : bytes(Math.round(perSecond));
}

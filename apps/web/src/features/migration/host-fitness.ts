import { formatMiB } from "#lib/format.ts";
import type { HostSummary, InstanceSummary } from "@gantry/kvm-core/model";

/** Why a host cannot take an instance, and what would help. */
export interface Unfit {
  readonly reason: string;
  readonly fix: string;
}

/** What can be seen from here without asking the host; the checks ask it. Undefined: it may be chosen. */
export function whyUnfit(
  host: HostSummary,
  instance: Pick<InstanceSummary, "name" | "host" | "memoryMiB">,
): Unfit | undefined {
  if (host.name === instance.host) return { reason: `${instance.name} already runs here.`, fix: "" };
  if (host.status === "offline") {
    return {
      reason: host.reason ?? "Its agent does not answer.",
      fix: "Start the agent on it, or mend the network between the hosts.",
    };
  }
  if (host.maintenance !== undefined) {
    const { by, reason } = host.maintenance;
    return {
      reason: `It is in maintenance, by ${by}${reason === undefined ? "." : `: ${reason}.`}`,
      fix: "Choose another host, or end its maintenance on its page.",
    };
  }
  const available = host.memoryAvailableMiB;
  if (available !== undefined && available < instance.memoryMiB) {
    return {
      reason: `It has ${formatMiB(available)} of memory available; ${instance.name} needs ${formatMiB(instance.memoryMiB)}.`,
      fix: "Stop or move something there first.",
    };
  }
  return undefined;
}

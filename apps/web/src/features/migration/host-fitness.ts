import { formatMiB } from "#lib/format.ts";
import type { Translate } from "#lib/messages/translate.ts";
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
  t: Translate,
): Unfit | undefined {
  if (host.status === "offline") {
    return {
      reason: host.reason ?? t("Its agent does not answer."),
      fix: t("Start the agent on it, or mend the network between the hosts."),
    };
  }
  // One that stays is welcome all the same.
  if (host.maintenance !== undefined && host.name !== instance.host) {
    const { by, reason } = host.maintenance;
    return {
      reason: t("It is in maintenance, by {by}{reason}.", {
        by,
        reason: reason === undefined ? "" : `: ${reason}`,
      }),
      fix: t("Choose another host, or end its maintenance on its page."),
    };
  }
  const available = host.memoryAvailableMiB;
  if (available !== undefined && available < instance.memoryMiB) {
    return {
      reason: t("It has {available} of memory available; {name} needs {needed}.", {
        available: formatMiB(available, t),
        name: instance.name,
        needed: formatMiB(instance.memoryMiB, t),
      }),
      fix: t("Stop or move something there first."),
    };
  }
  return undefined;
}

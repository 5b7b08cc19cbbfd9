"use client";

import { useTRPC } from "#lib/agent-client.ts";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";

const everyMs = 3_000;

/**
 * The instance with its devices. What people change is pushed by the end of its operation; what only QEMU and the guest
 * know, such as a device that was let go late, is read while somebody looks.
 */
export function useDetail(instance: InstanceSummary) {
  const trpc = useTRPC();
  const hasProcess = !["stopped", "suspended", "crashed", "unknown"].includes(instance.state);
  return useQuery({
    ...trpc.instances.get.queryOptions({ instance: instance.name }),
    refetchInterval: hasProcess ? everyMs : false,
    enabled: instance.state !== "unknown",
  });
}

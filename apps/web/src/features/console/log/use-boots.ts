"use client";

import { useTRPC } from "#lib/agent-client.ts";
import type { ConsoleBoot } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";

/** The boots of a console, the newest first. */
export function useBoots({ instance, port }: { instance: string; port: number }) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.console.boots.queryOptions({ instance, port }),
    // Each visit asks anew: a present boot grows.
    staleTime: 0,
    gcTime: 0,
  });
  return { ...query, boots: query.data?.boots.toReversed() };
}

/** The boot of that number. Number 0 is what is kept from before the first boot on record. */
export function bootOf(boots: readonly ConsoleBoot[], n: number): ConsoleBoot | undefined {
  const first = boots.at(-1);
  if (n !== 0 || first === undefined) return boots.find((boot) => boot.n === n);
  return { n: 0, at: first.at, from: 0, oldest: 0, to: first.from };
}

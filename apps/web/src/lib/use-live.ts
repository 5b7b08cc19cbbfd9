"use client";

import type { HostSummary, InstanceSummary, Operation } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTRPC } from "./agent-client.ts";
import { useConnection } from "./agent-provider.tsx";
import { asSeenFromHere, hostAsSeenFromHere } from "./lists.ts";

/** Every instance of every host; undefined until the agent has told. An agent that is lost makes them `unknown`. */
export function useInstances(): readonly InstanceSummary[] | undefined {
  const trpc = useTRPC();
  const connection = useConnection();
  // `enabled: false`: LiveData fills it, nothing asks.
  const { data } = useQuery({ ...trpc.instances.list.queryOptions(), enabled: false });
  return useMemo(
    () => data?.instances.map((instance) => asSeenFromHere(instance, connection)),
    [data, connection],
  );
}

/** The instance of that name, as the list knows it. */
export function useInstance(name: string): InstanceSummary | undefined {
  return useInstances()?.find((instance) => instance.name === name);
}

/** Every host; undefined until the agent has told. An agent that is lost answers for none of them. */
export function useHosts(): readonly HostSummary[] | undefined {
  const trpc = useTRPC();
  const connection = useConnection();
  const { data } = useQuery({ ...trpc.hosts.list.queryOptions(), enabled: false });
  return useMemo(() => data?.hosts.map((host) => hostAsSeenFromHere(host, connection)), [data, connection]);
}

/** Where the cache keeps the operations. */
export function useOperationsKey() {
  const trpc = useTRPC();
  return useMemo(() => trpc.operations.list.queryKey({}), [trpc]);
}

/** The newest operations of all hosts, newest first; undefined until the agent has told. */
export function useOperations(): readonly Operation[] | undefined {
  const trpc = useTRPC();
  return useQuery({ ...trpc.operations.list.queryOptions({}), enabled: false }).data?.operations;
}

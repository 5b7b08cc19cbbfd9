"use client";

import { isEnded } from "@gantry/kvm-core/model";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { type InstancesEvent, type OperationsEvent, useTRPC, useTRPCClient } from "./agent-client.ts";
import { useConnectionStore } from "./agent-provider.tsx";
import { InBunches } from "./in-bunches.ts";
import { upsertHost, upsertInstances, upsertOperation } from "./lists.ts";
import { useOperationsKey } from "./use-live.ts";

type ChangedInstance = Extract<InstancesEvent, { type: "changed" }>["instance"];

/** Keeps the cache true: two subscriptions push everything that changes on any host into it. Draws nothing. */
export function LiveData() {
  useInstanceEvents();
  useOperationEvents();
  return null;
}

function useInstanceEvents(): void {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const cache = useQueryClient();
  const connection = useConnectionStore();

  useEffect(() => {
    const instancesKey = trpc.instances.list.queryKey();
    const hostsKey = trpc.hosts.list.queryKey();
    const detailsKey = (name: string) => trpc.instances.get.queryKey({ instance: name });
    const forgetDetails = (name: string) => cache.invalidateQueries({ queryKey: detailsKey(name) });
    const apply = (event: Exclude<InstancesEvent, { type: "changed" }>) => {
      if (event.type === "snapshot") {
        cache.setQueryData(instancesKey, { instances: event.instances });
        cache.setQueryData(hostsKey, { hosts: event.hosts });
        void cache.invalidateQueries({ queryKey: trpc.instances.get.pathKey() });
      } else if (event.type === "removed") {
        cache.setQueryData(instancesKey, (old) => ({
          // One that moved is announced by its new host; the farewell of the old one must not remove it.
          instances: (old?.instances ?? []).filter(
            (row) => row.uuid !== event.uuid || row.host !== event.host,
          ),
        }));
        // Of one that is gone nothing can be asked any more; one that moved is read anew at its new host.
        const isGone = !cache.getQueryData(instancesKey)?.instances.some((row) => row.uuid === event.uuid);
        if (isGone) cache.removeQueries({ queryKey: detailsKey(event.name) });
        else void forgetDetails(event.name);
      } else {
        cache.setQueryData(hostsKey, (old) => ({ hosts: upsertHost(old?.hosts ?? [], event.host) }));
      }
    };
    const changes = new InBunches<ChangedInstance>((changed) => {
      cache.setQueryData(instancesKey, (old) => ({
        instances: upsertInstances(old?.instances ?? [], changed),
      }));
      for (const { name } of changed) void forgetDetails(name);
    });
    const subscription = client.instances.events.subscribe(undefined, {
      onStarted: () => connection.opened(),
      onData: (event) => {
        if (event.type === "changed") return changes.add(event.instance);
        changes.flush();
        apply(event);
      },
    });
    return () => {
      subscription.unsubscribe();
      changes[Symbol.dispose]();
      connection.idle();
    };
  }, [trpc, client, cache, connection]);
}

function useOperationEvents(): void {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const cache = useQueryClient();
  const key = useOperationsKey();

  useEffect(() => {
    const apply = (event: OperationsEvent) => {
      if (event.type === "snapshot") cache.setQueryData(key, { operations: event.operations });
      else
        cache.setQueryData(key, (old) => ({
          operations: upsertOperation(old?.operations ?? [], event.operation),
        }));
      if (event.type === "changed" && isEnded(event.operation)) {
        const { instance, kind } = event.operation;
        if (kind !== "instance.delete") {
          void cache.invalidateQueries({ queryKey: trpc.instances.get.queryKey({ instance }) });
          // Asked again only when they changed: an instance that lost its last fitting disk can have none.
          if (kind.startsWith("snapshot."))
            void cache.invalidateQueries({ queryKey: trpc.snapshots.list.queryKey({ instance }) });
        }
        void cache.invalidateQueries({ queryKey: trpc.audit.list.pathKey() });
      }
    };
    const subscription = client.operations.events.subscribe(undefined, { onData: apply });
    return () => subscription.unsubscribe();
  }, [trpc, client, cache, key]);
}

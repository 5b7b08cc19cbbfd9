"use client";

import { isEnded } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTRPC } from "./agent-client.ts";
import { useOperations } from "./use-live.ts";

/** The images and uploads of all hosts that answer; asked again whenever an image has come in. */
export function useImages() {
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.images.list.queryOptions({}), staleTime: 0 });
  const { refetch } = query;
  const ended = (useOperations() ?? []).filter(
    (operation) => operation.kind.startsWith("image.") && isEnded(operation),
  );
  const newest = ended[0]?.id;
  useEffect(() => {
    if (newest !== undefined) void refetch();
  }, [newest, refetch]);
  return query;
}

/** The pools of all hosts that answer, with their room as it was when the page was opened. */
export function usePools() {
  const trpc = useTRPC();
  return useQuery({ ...trpc.images.pools.queryOptions({}), staleTime: 0 });
}

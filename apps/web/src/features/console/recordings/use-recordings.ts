"use client";

import { useTRPC } from "#lib/agent-client.ts";
import { useQuery } from "@tanstack/react-query";

/** The named recordings of a console, the newest first. */
export function useRecordings(where: { instance: string; port: number }) {
  const trpc = useTRPC();
  const query = useQuery({ ...trpc.console.recordings.queryOptions(where), staleTime: 0 });
  return { ...query, recordings: query.data?.recordings };
}

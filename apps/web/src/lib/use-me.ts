"use client";

import { useT } from "./messages/messages-provider.tsx";
import { mayAct, type Role } from "@gantry/kvm-core/model";
import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "./agent-client.ts";

/** Who is signed in here. The query fails with `unauthenticated` when nobody is. */
export function useMe() {
  const trpc = useTRPC();
  return useQuery(trpc.auth.me.queryOptions());
}

/** Why the signed-in person may not do what needs the role `least`; undefined when they may. */
export function useWhyForbidden(least: Role): string | undefined {
  const t = useT();
  const { data: me } = useMe();
  if (me === undefined) return t("Not signed in yet.");
  const { role } = me;
  return mayAct(role, least)
    ? undefined
    : t("Needs the role {least}; you are signed in as {role}.", { least, role });
}

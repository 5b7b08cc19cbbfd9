"use client";

import { useConnection } from "#lib/agent-provider.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { underWay } from "#lib/operation-words.ts";
import { useOperations } from "#lib/use-live.ts";
import { useWhyForbidden } from "#lib/use-me.ts";
import { type InstanceSummary, type InstanceVerb, isEnded, whyNot } from "@gantry/kvm-core/model";

/** Why a verb is not possible on an instance now, in one sentence; undefined when it is. */
export function useWhyNot(instance: InstanceSummary): (verb: InstanceVerb) => string | undefined {
  const t = useT();
  const connection = useConnection();
  const forbidden = useWhyForbidden("operator");
  const operations = useOperations() ?? [];
  const other = operations.find((one) => one.instance === instance.name && !isEnded(one));
  return (verb) => {
    if (connection.status === "lost") return t("The agent does not answer.");
    if (forbidden !== undefined) return forbidden;
    return other === undefined ? whyNot(verb, instance.state) : underWay(other, t);
  };
}

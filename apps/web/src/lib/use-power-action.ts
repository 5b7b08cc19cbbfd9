"use client";

import { useT } from "./messages/messages-provider.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPCClient } from "./agent-client.ts";
import { useConnection } from "./agent-provider.tsx";
import { useAsk } from "./confirm.ts";
import { upsertOperation } from "./lists.ts";
import { useNotices } from "./notices.tsx";
import {
  isUnderWay,
  type PowerVerb,
  powerLabel,
  questionBefore,
  questionInMaintenance,
  whyNotNow,
} from "./power-verbs.ts";
import { type PowerOrder, sendPower } from "./send-power.ts";
import { useHosts, useOperations, useOperationsKey } from "./use-live.ts";
import { useMe } from "./use-me.ts";

/** May I, why not, is it running, do it: all that a power button knows. */
export interface PowerAction {
  readonly label: string;
  /** Why it cannot be pressed now. */
  readonly blocked: string | undefined;
  /** Whether the agent is at it. */
  readonly busy: boolean;
  readonly run: () => Promise<void>;
}

/** Power actions of instances, one per verb. A refusal becomes a notice; the new state comes from the agent alone. */
export function usePowerActions(): (instance: InstanceSummary, verb: PowerVerb) => PowerAction {
  const t = useT();
  const client = useTRPCClient();
  const cache = useQueryClient();
  const connection = useConnection();
  const operations = useOperations() ?? [];
  const hosts = useHosts() ?? [];
  const operationsKey = useOperationsKey();
  const { data: me } = useMe();
  const { report } = useNotices();
  const ask = useAsk();
  const call = useMutation({
    mutationFn: (order: PowerOrder) => sendPower(client, order),
    onSuccess: (operation) => {
      if (operation === undefined) return;
      cache.setQueryData(operationsKey, (old) => ({
        operations: upsertOperation(old?.operations ?? [], operation),
      }));
    },
    onError: (error, { verb, name }) =>
      report(t("{verb} {name}", { verb: powerLabel(verb, t), name }), error),
  });

  return (instance, verb) => ({
    label: powerLabel(verb, t, instance.state),
    blocked: whyNotNow(verb, { instance, role: me?.role, connection, operations }, t),
    busy:
      isUnderWay(verb, instance.name, operations) ||
      (call.isPending && call.variables.verb === verb && call.variables.name === instance.name),
    run: async () => {
      const host = hosts.find(({ name }) => name === instance.host);
      const question = questionBefore(verb, instance, t) ?? questionInMaintenance(verb, instance, host, t);
      const answer = question === undefined ? { option: false } : await ask(question);
      if (answer !== undefined)
        call.mutate({ verb, name: instance.name, option: answer.option, known: question !== undefined });
    },
  });
}

/** One power action of one instance. */
export function usePowerAction(instance: InstanceSummary, verb: PowerVerb): PowerAction {
  return usePowerActions()(instance, verb);
}

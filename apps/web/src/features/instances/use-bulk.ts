"use client";

import { useTRPCClient } from "#lib/agent-client.ts";
import { useConnection } from "#lib/agent-provider.tsx";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useAsk } from "#lib/confirm.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type PowerVerb, powerLabel, questionBeforeMany, whyNotNow } from "#lib/power-verbs.ts";
import { sendPower } from "#lib/send-power.ts";
import { useOperations } from "#lib/use-live.ts";
import { useMe } from "#lib/use-me.ts";
import type { InstanceSummary, Operation } from "@gantry/kvm-core/model";
import { useState } from "react";

/** How many calls are under way at once: a host starts QEMUs no faster when asked for all at the same time. */
const atOnce = 4;

/** What became of one instance. */
export type BulkResult = { readonly name: string } & (
  | { readonly outcome: "waiting" }
  | { readonly outcome: "skipped"; readonly reason: string }
  | { readonly outcome: "refused"; readonly reason: string }
  /** The agent took it; `operation` is long work that tells its own end. */
  | { readonly outcome: "sent"; readonly operation: Operation | undefined }
);

/** One verb given to many. */
export interface BulkRun {
  readonly title: string;
  readonly rows: readonly BulkResult[];
}

/** Gives one verb to all chosen instances. Those it is not possible for are left out, with the reason. */
export function useBulk(chosen: readonly InstanceSummary[]) {
  const t = useT();
  const client = useTRPCClient();
  const connection = useConnection();
  const operations = useOperations() ?? [];
  const { data: me } = useMe();
  const ask = useAsk();
  const [busy, setBusy] = useState<PowerVerb>();
  const [results, setResults] = useState<BulkRun>();

  const reasonFor = (verb: PowerVerb, instance: InstanceSummary) =>
    whyNotNow(verb, { instance, role: me?.role, connection, operations }, t);

  const blocked = (verb: PowerVerb): string | undefined => {
    if (busy !== undefined) return t("{what} is under way.", { what: powerLabel(busy, t) });
    const reasons = chosen.map((instance) => reasonFor(verb, instance));
    return reasons.includes(undefined) ? undefined : (reasons[0] ?? t("Nothing is chosen."));
  };

  const run = async (verb: PowerVerb) => {
    const able = chosen.filter((instance) => reasonFor(verb, instance) === undefined);
    const question = questionBeforeMany(verb, able, t);
    const answer = question === undefined ? { option: false } : await ask(question);
    if (answer === undefined) return;
    const set = (name: string, result: BulkResult) =>
      setResults((old) => old && { ...old, rows: old.rows.map((row) => (row.name === name ? result : row)) });
    setBusy(verb);
    setResults({
      title: `${powerLabel(verb, t)} ${t.many(chosen.length, "{n} instance", "{n} instances")}`,
      rows: chosen.map((instance): BulkResult => {
        const reason = reasonFor(verb, instance);
        const { name } = instance;
        return reason === undefined ? { name, outcome: "waiting" } : { name, outcome: "skipped", reason };
      }),
    });
    const names = able.map(({ name }) => name).values();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const name of names) {
          try {
            const operation = await sendPower(client, { verb, name, option: answer.option, known: false });
            set(name, { name, outcome: "sent", operation });
          } catch (error) {
            set(name, { name, outcome: "refused", reason: errorBodyOf(error).message });
          }
        }
      }),
    );
    setBusy(undefined);
  };

  return { run, blocked, busy, results, dismiss: () => setResults(undefined) };
}

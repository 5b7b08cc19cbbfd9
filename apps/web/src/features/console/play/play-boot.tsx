"use client";

import { EmptyState, Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { useTRPCClient } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useQuery } from "@tanstack/react-query";
import { bootOf, useBoots } from "../log/use-boots.ts";
import { logPages } from "../log/log-pages.ts";
import { castEvents } from "./cast-of-boot.ts";
import { PlayerView } from "./player-view.tsx";
import { Timeline } from "./timeline.ts";

interface PlayBootProps {
  readonly instance: string;
  readonly port: number;
  readonly boot: number;
  readonly size: { readonly cols: number; readonly rows: number };
  readonly onClose: () => void;
}

/** Plays a boot from its log, with the times at which its bytes came. */
export function PlayBoot({ instance, port, boot: n, size, onClose }: PlayBootProps) {
  const t = useT();
  const client = useTRPCClient();
  const { boots, error } = useBoots({ instance, port });
  const boot = boots === undefined ? undefined : bootOf(boots, n);
  const timeline = useQuery({
    queryKey: ["console.play", instance, port, n],
    enabled: boot !== undefined,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      if (boot === undefined) throw new Error(`There is no boot ${n}.`);
      const cast = { title: "", startedAt: Date.parse(boot.at), ...size };
      return new Timeline(await castEvents(cast, logPages(client, { instance, port, boot }, { signal })));
    },
  });
  const failure = error ?? timeline.error;
  if (failure !== null) {
    return (
      <ErrorPanel title={t("It cannot be played")} error={errorBodyOf(failure)}>
        <Button onClick={onClose}>{t("Close")}</Button>
      </ErrorPanel>
    );
  }
  if (boots !== undefined && boot === undefined) {
    return (
      <EmptyState title={t("Boot {number} of {instance} is not kept any more", { number: n, instance })}>
        <Button onClick={onClose}>{t("Close")}</Button>
      </EmptyState>
    );
  }
  if (timeline.data === undefined) return <Loading what={t("what it wrote")} />;
  return (
    <PlayerView
      title={t("{instance}, boot {number}", { instance, number: n })}
      {...size}
      timeline={timeline.data}
      onClose={onClose}
    />
  );
}

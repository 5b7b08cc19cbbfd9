"use client";

import { EmptyState, Loading } from "#components/empty-state.tsx";
import { RepairLink } from "#components/repair-link.tsx";
import { PageFrame } from "#components/page-frame.tsx";
import { StatusBadge, instanceWord, toneOfInstance } from "#components/status-badge.tsx";
import { TabPanel, Tabs } from "#components/tabs.tsx";
import { Button } from "#components/ui/button.tsx";
import { formatSince } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { type Message, msg } from "#lib/messages/translate.ts";
import { useInstance, useInstances } from "#lib/use-live.ts";
import { useNow } from "#lib/use-now.ts";
import { hostHref, instanceHref, type InstanceTab } from "#lib/addresses.ts";
import { useUrlState } from "#lib/url-state.tsx";
import type { InstanceSummary } from "@gantry/kvm-core/model";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { lazy, type ReactNode, Suspense } from "react";
import { PowerButtons } from "./power-buttons.tsx";

// Who goes straight to a console does not wait for it.
const Overview = lazy(() => import("./overview.tsx"));

/** A tab of the page whose content another feature brings. */
export type TabContent = (instance: InstanceSummary) => ReactNode;

interface InstancePageProps {
  /** What the tabs after the overview show. */
  readonly tabs: Readonly<Record<InstanceTab, TabContent>>;
}

const labels: readonly (readonly [InstanceTab, Message])[] = [
  ["console", msg("Console")],
  ["migrate", msg("Migrate")],
  ["disks", msg("Disks")],
  ["network", msg("Network")],
  ["log", msg("Log")],
  ["history", msg("History")],
];

/** One instance: its state and power in the header, and a tab for each thing one does with it. */
export function InstancePage({ tabs }: InstancePageProps) {
  const t = useT();
  const { get } = useUrlState();
  const name = get("name") ?? "";
  const instance = useInstance(name);
  const isLoading = useInstances() === undefined;

  if (instance === undefined) {
    return (
      <PageFrame title={name === "" ? t("Instance") : name}>
        {isLoading ? <Loading what={name} /> : <NoSuchInstance name={name} />}
      </PageFrame>
    );
  }
  const tab = labels.find(([id]) => id === get("tab"))?.[0];
  const current = tab ?? "overview";
  return (
    <PageFrame
      title={instance.name}
      crumb={
        <>
          <Link href={hostHref(instance.host)} prefetch={false} className="hover:underline">
            {instance.host}
          </Link>
          <span aria-hidden>/</span>
        </>
      }
      note={<StateNote instance={instance} />}
      actions={<PowerButtons instance={instance} />}
      tabs={
        <Tabs
          label={t("Parts of {name}", { name: instance.name })}
          current={current}
          tabs={[
            { id: "overview", label: t("Overview"), href: instanceHref(instance.name) },
            ...labels.map(([id, label]) => ({
              id,
              label: t.of(label),
              href: instanceHref(instance.name, id),
            })),
          ]}
        />
      }
    >
      {instance.state === "unknown" && (
        <p className="border-l-2 border-bad px-3 py-0.5">
          <RepairLink instance={instance.name} />
        </p>
      )}
      <TabPanel current={current} className="flex min-h-0 flex-1 flex-col gap-3">
        {current === "overview" && (
          <Suspense fallback={<Loading what={t("the overview")} />}>
            <Overview instance={instance} />
          </Suspense>
        )}
        {tab !== undefined && tabs[tab](instance)}
      </TabPanel>
    </PageFrame>
  );
}

function StateNote({ instance }: { instance: InstanceSummary }) {
  const t = useT();
  const since = formatSince(instance.since, useNow(1_000), t);
  return (
    <span data-testid="instance-state">
      <StatusBadge
        dim
        tone={toneOfInstance(instance.state)}
        word={`${instanceWord(instance, t)}, ${since}`}
      />
    </span>
  );
}

function NoSuchInstance({ name }: { name: string }) {
  const t = useT();
  const router = useRouter();
  return (
    <EmptyState
      title={
        name === ""
          ? t("No instance is named in this address")
          : t("There is no instance named {name}", { name })
      }
    >
      <p>{t("It may have been deleted, or its host has not been seen since the agent started.")}</p>
      <Button onClick={() => router.push("/")}>{t("Show all instances")}</Button>
    </EmptyState>
  );
}

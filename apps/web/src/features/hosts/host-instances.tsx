"use client";

import { Panel } from "#components/panel.tsx";
import { StatusBadge, instanceWord, toneOfInstance } from "#components/status-badge.tsx";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useInstances } from "#lib/use-live.ts";
import { instanceHref } from "#lib/addresses.ts";
import { formatMiB } from "#lib/format.ts";
import Link from "next/link";

/** What the host runs. */
export function HostInstances({ host }: { host: string }) {
  const t = useT();
  const here = useInstances()?.filter((instance) => instance.host === host) ?? [];
  return (
    <Panel title={t("Instances")} aside={<span className="text-dim">{here.length}</span>}>
      {here.length === 0 && <p className="text-dim">{t("It holds no instances.")}</p>}
      <ul className="flex flex-col">
        {here.map((instance) => (
          <li
            key={instance.uuid}
            className="grid min-h-7 grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-center gap-3 sm:grid-cols-3"
          >
            <Link
              href={instanceHref(instance.name)}
              prefetch={false}
              className="truncate font-medium hover:underline"
            >
              {instance.name}
            </Link>
            <StatusBadge tone={toneOfInstance(instance.state)} word={instanceWord(instance, t)} />
            <span className="text-dim max-sm:hidden">
              {t.many(instance.cpus, "{n} vCPU", "{n} vCPUs")}, {formatMiB(instance.memoryMiB, t)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

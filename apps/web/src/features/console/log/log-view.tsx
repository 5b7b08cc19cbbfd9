"use client";

import { EmptyState, Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useUrlState } from "#lib/url-state.tsx";
import { useConsolePlace } from "../console-place.ts";
import { BootLogView } from "./boot-log-view.tsx";
import { PastSearch } from "./past-search.tsx";
import { PastSearchForm } from "./past-search-form.tsx";
import { bootOf, useBoots } from "./use-boots.ts";

interface LogViewProps {
  readonly instance: string;
  readonly port: number;
  /** Size of the terminal, for what is played. */
  readonly size: { readonly cols: number; readonly rows: number };
}

/** What the guest wrote, boot by boot, as text of the page. The address says which boot, which line and what is sought. */
export default function LogView({ instance, port, size }: LogViewProps) {
  const t = useT();
  const { boots, error, refetch } = useBoots({ instance, port });
  const { place } = useConsolePlace();
  const { get } = useUrlState();
  const sought = { text: get("find") ?? "", matchCase: get("case") === "match" };

  if (error !== null) {
    return (
      <ErrorPanel title={t("The log cannot be read")} error={errorBodyOf(error)}>
        <Button onClick={() => void refetch()}>{t("Try again")}</Button>
      </ErrorPanel>
    );
  }
  if (boots === undefined) return <Loading what={t("the boots")} />;
  const newest = boots[0];
  if (newest === undefined) {
    return (
      <EmptyState title={t("{instance} has not been started yet", { instance })}>
        <p>{t("What it writes from its first byte on will be kept here, boot by boot.")}</p>
      </EmptyState>
    );
  }
  const boot = bootOf(boots, place?.boot ?? newest.n);
  return (
    <section aria-label={t("Log of {instance}", { instance })} className="flex min-h-0 flex-1 flex-col gap-2">
      <PastSearchForm key={`${sought.text} ${String(sought.matchCase)}`} sought={sought} />
      {sought.text !== "" && <PastSearch instance={instance} port={port} sought={sought} place={place} />}
      {boot === undefined ? (
        <EmptyState
          title={t("Boot {number} of {instance} is not kept any more", {
            number: place?.boot ?? "",
            instance,
          })}
        >
          <p>
            {t("It has the boots {first} to {last}. How many are kept is a setting of the serial port.", {
              first: boots.at(-1)?.n ?? newest.n,
              last: newest.n,
            })}
          </p>
        </EmptyState>
      ) : (
        <BootLogView
          key={boot.n}
          {...{ instance, port, boots, boot, sought, size }}
          line={place?.line}
          onCleared={() => void refetch()}
        />
      )}
    </section>
  );
}

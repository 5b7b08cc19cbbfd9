"use client";

import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useQuery } from "@tanstack/react-query";
import { LineText } from "#components/line-text.tsx";
import type { LogPlace } from "./log-place.ts";
import { PlaceLink } from "./place-link.tsx";

interface PastSearchProps {
  readonly instance: string;
  readonly port: number;
  readonly sought: { readonly text: string; readonly matchCase: boolean };
  readonly place: LogPlace | undefined;
}

/** Where the text stands in all kept boots, the newest first; each hit is a link to its line. */
export function PastSearch({ instance, port, sought, place }: PastSearchProps) {
  const t = useT();
  const trpc = useTRPC();
  const search = useQuery({
    ...trpc.console.search.queryOptions({ instance, port, ...sought }),
    staleTime: 0,
    gcTime: 0,
  });
  if (search.isError)
    return <ErrorPanel title={t("It could not be searched")} error={errorBodyOf(search.error)} />;
  if (search.data === undefined) return <Loading what={t("what was found")} />;
  const { hits, more } = search.data;
  return (
    <section
      aria-label={t("Found in {instance}", { instance })}
      className="flex max-h-[40%] min-h-0 shrink-0 flex-col rounded-md border border-line"
    >
      <p role="status" className="border-b border-line px-2.5 py-1 text-small text-dim">
        {hits.length === 0
          ? t("Not found in what is kept")
          : t("{count}, the newest first", { count: t.many(hits.length, "{n} line", "{n} lines") })}
        {more && t("; there are older ones")}
      </p>
      <ul className="min-h-0 overflow-auto py-0.5 font-mono text-small">
        {hits.map((hit) => {
          const { boot, line, text, start, length, at } = hit;
          const isHere = place?.boot === boot && place.line === line;
          return (
            <li key={`${boot} ${line}`}>
              <PlaceLink
                place={{ boot, line }}
                aria-current={isHere || undefined}
                className="flex min-h-6 items-center gap-3 px-2.5 whitespace-pre -outline-offset-2 hover:bg-hover aria-[current=true]:bg-selected"
              >
                <span className="w-32 shrink-0 text-faint">
                  {t("boot {boot}, line {line}", { boot, line })}
                </span>
                {at !== undefined && (
                  <span className="shrink-0 text-faint">{formatTime(new Date(at).toISOString(), t)}</span>
                )}
                <LineText text={text} found={{ start, length }} />
              </PlaceLink>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

"use client";

import { useTRPCClient } from "#lib/agent-client.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useQuery } from "@tanstack/react-query";
import { LineText } from "#components/line-text.tsx";
import { LogLines } from "../log/log-lines.ts";
import { logPages } from "../log/log-pages.ts";
import { PlaceLink } from "../log/place-link.tsx";
import { useBoots } from "../log/use-boots.ts";

const shownLines = 50;
/** Enough for so many lines, and for the sequences in them. */
const readBytes = 32 * 1024;

/** The last lines of an instance that ended badly, as text to be selected and read aloud. */
export default function LastLines({ instance, port }: { instance: string; port: number }) {
  const t = useT();
  const client = useTRPCClient();
  const { boots } = useBoots({ instance, port });
  const boot = boots?.[0];
  const last = useQuery({
    queryKey: ["console.last", instance, port, boot?.n, boot?.to],
    enabled: boot !== undefined,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      if (boot === undefined) return [];
      const from = Math.max(boot.oldest, boot.to - readBytes);
      const lines = new LogLines(from);
      for await (const page of logPages(client, { instance, port, boot }, { from, signal }))
        lines.append(page.bytes, page.arrivals);
      const first = Math.max(from === boot.oldest ? 0 : 1, lines.count - shownLines);
      return Array.from({ length: lines.count - first }, (_, index) => lines.line(first + index));
    },
  });
  if (boot === undefined || last.data === undefined || last.data.length === 0) return null;
  return (
    <section aria-label={t("Last lines of {instance}", { instance })} className="flex flex-col gap-1">
      <pre
        tabIndex={0}
        aria-label={t("What {instance} wrote last", { instance })}
        className="max-h-44 overflow-auto rounded-md border border-line bg-panel px-2.5 py-1.5 font-mono text-small"
        // The end is what matters.
        ref={(element) => element?.scrollTo({ top: element.scrollHeight })}
      >
        {last.data.map((line, index) => (
          <div key={index}>
            <LineText {...line} />
            {"\n"}
          </div>
        ))}
      </pre>
      <PlaceLink
        place={{ boot: boot.n, line: undefined }}
        className="text-small text-accent underline underline-offset-2"
      >
        {t("All of it, in the log")}
      </PlaceLink>
    </section>
  );
}

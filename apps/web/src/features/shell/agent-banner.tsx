"use client";

import { Button } from "#components/ui/button.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { useConnection } from "#lib/agent-provider.tsx";
import { formatTime } from "#lib/format.ts";
import { useT } from "#lib/messages/messages-provider.tsx";
import { useMe } from "#lib/use-me.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

/**
 * Says that the agent does not answer, since when, and that guests do not mind. It is tried for ever. One that comes back as
 * another version has other pages than this one.
 */
export function AgentBanner() {
  const t = useT();
  const connection = useConnection();
  const trpc = useTRPC();
  const cache = useQueryClient();

  useEffect(() => {
    // A line may also break because the session ended; only a question over HTTP tells which.
    if (connection.status === "lost") void cache.invalidateQueries({ queryKey: trpc.auth.me.queryKey() });
  }, [connection.status, cache, trpc]);

  const version = useMe().data?.version;
  const [opened, setOpened] = useState(version);
  if (opened === undefined && version !== undefined) setOpened(version);

  return (
    <div role="status" className="[grid-area:banner]">
      {opened !== version && opened !== undefined && version !== undefined && (
        <p className="flex items-center gap-3 border-b border-line bg-panel px-3.5 py-1.5 max-md:pl-14">
          <span>
            {t("The agent is version {version} now; this page is of {opened}.", { version, opened })}
          </span>
          <Button className="h-6 text-small" onClick={() => window.location.reload()}>
            {t("Reload")}
          </Button>
        </p>
      )}
      {connection.status === "lost" && (
        <p className="flex items-center gap-2 border-b border-line bg-panel px-3.5 py-1.5 max-md:pl-14">
          <span aria-hidden className="arc size-3 shrink-0 rounded-full" />
          <span>
            {t.rich(
              "{what} since {time}. Guests run on without it; their states are not known. Trying again.",
              {
                what: <strong className="font-medium">{t("The agent does not answer")}</strong>,
                time: formatTime(new Date(connection.since).toISOString(), t),
              },
            )}
          </span>
        </p>
      )}
    </div>
  );
}

"use client";

import { type Column, DataTable } from "#components/data-table.tsx";
import { Loading } from "#components/empty-state.tsx";
import { ErrorPanel } from "#components/error-panel.tsx";
import { Panel } from "#components/panel.tsx";
import { Button } from "#components/ui/button.tsx";
import { useTRPC } from "#lib/agent-client.ts";
import { errorBodyOf } from "#lib/agent-error.ts";
import { useAsk } from "#lib/confirm.ts";
import { formatTime } from "#lib/format.ts";
import { useNotices } from "#lib/notices.tsx";
import type { Session } from "@gantry/kvm-core/model";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

const columns: readonly Column<Session>[] = [
  {
    id: "who",
    title: "Who",
    width: "minmax(112px, 1.5fr)",
    cell: ({ name, role, current }) => `${name}, ${role}${current ? ", this browser" : ""}`,
  },
  {
    id: "from",
    title: "From where",
    width: "minmax(96px, 1fr)",
    wide: true,
    cell: ({ from }) => from || "–",
  },
  {
    id: "createdAt",
    title: "Signed in",
    width: "minmax(112px, 1fr)",
    wide: true,
    cell: ({ createdAt }) => <Time at={createdAt} />,
  },
  {
    id: "usedAt",
    title: "Last used",
    width: "minmax(96px, 1fr)",
    cell: ({ usedAt }) => <Time at={usedAt} />,
  },
  {
    id: "expiresAt",
    title: "Ends",
    width: "minmax(112px, 1fr)",
    wide: true,
    cell: ({ expiresAt }) => <Time at={expiresAt} />,
  },
  {
    id: "actions",
    title: "Actions",
    width: "72px",
    quiet: true,
    align: "end",
    cell: (session) => <EndButton session={session} />,
  },
];

/** The browsers that are signed in as oneself; an administrator sees all. */
export function SessionsPanel() {
  const trpc = useTRPC();
  const sessions = useQuery({ ...trpc.auth.sessions.queryOptions(), staleTime: 0 });
  return (
    <Panel title="Sessions">
      <p className="text-dim">
        Browsers that are signed in. Ending a session closes what it has open, consoles too.
      </p>
      {sessions.isError ? (
        <ErrorPanel title="The sessions could not be read" error={errorBodyOf(sessions.error)} />
      ) : sessions.data === undefined ? (
        <Loading what="sessions" />
      ) : (
        <DataTable
          label="Sessions"
          columns={columns}
          rows={sessions.data.sessions}
          keyOf={(session) => session.id}
        />
      )}
    </Panel>
  );
}

function EndButton({ session: { id, name, from, current } }: { session: Session }) {
  const trpc = useTRPC();
  const cache = useQueryClient();
  const ask = useAsk();
  const { report } = useNotices();
  const title = current ? "End this session" : `End the session of ${name} from ${from}`;
  const end = useMutation(
    trpc.auth.endSession.mutationOptions({
      onSuccess: () => cache.invalidateQueries({ queryKey: trpc.auth.pathKey() }),
      onError: (error) => report(title, error),
    }),
  );
  const press = async () => {
    const consequence = "That browser is signed out at once, and its consoles close. Guests do not notice.";
    if ((await ask({ title: `${title}?`, consequence, action: "End" })) !== undefined) end.mutate({ id });
  };
  return (
    <Button className="h-6 text-small" aria-label={title} busy={end.isPending} onClick={() => void press()}>
      End
    </Button>
  );
}

function Time({ at }: { at: string | undefined }) {
  return at === undefined ? "never" : <time dateTime={at}>{formatTime(at)}</time>;
}
